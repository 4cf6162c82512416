// Applies the theme a person chose before the first paint; without a choice the system decides.
(function () {
  "use strict";
  var root = document.documentElement;
  function stored() {
    try { return window.localStorage.getItem("lenkwerk-theme"); } catch (error) { return null; }
  }
  function keep(value) {
    // Without storage the choice lasts for this page only.
    try { window.localStorage.setItem("lenkwerk-theme", value); } catch (error) { return; }
  }
  var chosen = stored();
  if (chosen === "light" || chosen === "dark") { root.dataset.kernTheme = chosen; }
  // Paper is light, whatever was chosen for the screen.
  var onScreen;
  window.addEventListener("beforeprint", function () {
    onScreen = root.dataset.kernTheme;
    root.dataset.kernTheme = "light";
  });
  window.addEventListener("afterprint", function () {
    if (onScreen) { root.dataset.kernTheme = onScreen; } else { delete root.dataset.kernTheme; }
  });
  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-theme-toggle]").forEach(function (button) {
      button.hidden = false;
      button.addEventListener("click", function () {
        var system = window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
        var next = (root.dataset.kernTheme || system) === "dark" ? "light" : "dark";
        root.dataset.kernTheme = next;
        keep(next);
      });
    });
  });
}());
