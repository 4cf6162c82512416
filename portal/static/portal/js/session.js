// The live session: tells what is new politely, and keeps the keyboard's place when the page renews a part of itself.
(function () {
  "use strict";
  var place = "";
  function address(element) {
    if (!element || !element.closest("#stand")) { return ""; }
    var form = element.closest("form");
    return form ? form.getAttribute("action") : element.getAttribute("href") || "";
  }
  function tell() {
    var stand = document.getElementById("stand");
    var message = document.getElementById("meldung");
    if (stand && message && message.textContent !== stand.dataset.news) { message.textContent = stand.dataset.news; }
  }
  document.body.addEventListener("htmx:beforeSwap", function () { place = address(document.activeElement); });
  document.body.addEventListener("htmx:afterSettle", function () {
    tell();
    if (!place) { return; }
    document.querySelectorAll("#stand form, #stand a").forEach(function (element) {
      if (element.getAttribute("action") !== place && element.getAttribute("href") !== place) { return; }
      (element.tagName === "FORM" ? element.querySelector("button") : element).focus({ preventScroll: true });
    });
    place = "";
  });
}());
