// Pages that renew a part of themselves: tell what is new politely, keep the keyboard's place, say when nothing arrives.
(function () {
  "use strict";
  var place = "";
  function address(element) {
    if (!element || !element.closest("#stand")) { return ""; }
    var form = element.closest("form");
    return form ? form.getAttribute("action") : element.getAttribute("href") || "";
  }
  function say(id, text) {
    var region = document.getElementById(id);
    if (region && region.textContent !== text) { region.textContent = text; }
  }
  function tell() {
    var stand = document.getElementById("stand");
    if (stand) { say("meldung", stand.dataset.news); }
  }
  function outdated(is) {
    var region = document.getElementById("verbindung");
    if (region) { say("verbindung", is ? region.dataset.text : ""); }
  }
  document.body.addEventListener("htmx:sendError", function () { outdated(true); });
  document.body.addEventListener("htmx:responseError", function () { outdated(true); });
  document.body.addEventListener("htmx:afterOnLoad", function () { outdated(false); });
  document.body.addEventListener("htmx:beforeSwap", function (event) {
    var reached = event.detail.xhr.responseURL;
    var asked = new URL(event.detail.pathInfo.requestPath, window.location.href).pathname;
    // Whoever was logged out in between is led to the login; that page must not land inside this one.
    if (reached && new URL(reached).pathname !== asked) {
      event.detail.shouldSwap = false;
      window.location.reload();
      return;
    }
    place = address(document.activeElement);
  });
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
