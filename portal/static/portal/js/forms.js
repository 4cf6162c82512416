// Forms: focus on the error summary, a warning before typed text is lost, no second submission by a double click.
(function () {
  "use strict";
  var summary = document.querySelector("[data-focus]");
  if (summary) { summary.focus(); }

  // Opt in with <form data-warn-unsaved>.
  var changed = new Set();
  document.querySelectorAll("form[data-warn-unsaved]").forEach(function (form) {
    form.addEventListener("input", function () { changed.add(form); });
    form.addEventListener("submit", function () { changed.delete(form); });
  });
  window.addEventListener("beforeunload", function (event) {
    if (changed.size) { event.preventDefault(); }
  });

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post" || event.defaultPrevented) { return; }
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    // A download leaves the page where it is: the form must work again.
    window.setTimeout(function () { delete form.dataset.sent; }, 5000);
  });
  // Coming back with the browser's back button shows the page from its cache: allow sending again.
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });
}());
