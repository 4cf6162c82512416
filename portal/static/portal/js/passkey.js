// Passkeys: buttons appear where the browser can use them, and a failure is said on the page.
(function () {
  "use strict";
  if (window.PublicKeyCredential) {
    document.querySelectorAll("[data-passkey]").forEach(function (element) { element.hidden = false; });
  }
  document.addEventListener("allauth.error", function (event) {
    event.preventDefault();
    document.querySelectorAll("[data-passkey-failed]").forEach(function (element) {
      element.hidden = false;
      element.scrollIntoView({ block: "nearest" });
    });
  });
}());
