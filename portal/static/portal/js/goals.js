// The tree of a Zielsystem by keyboard, and without leaving the page. Every operation is one of the plain forms and
// addresses that the page has without this script; the answer is the page itself, whose tree is put in place.
(function () {
  "use strict";
  var REGION = "zielsystem";
  var editor = null;

  function region() { return document.getElementById(REGION); }
  function tree() { return document.querySelector("[data-goal-tree]"); }
  function writes() { var found = tree(); return Boolean(found) && found.hasAttribute("data-goal-writes"); }
  function nodeOf(element) { return element && element.closest ? element.closest(".lw-node[data-key]") : null; }
  function linkOf(node) { return node && node.querySelector(".lw-node__text a"); }
  function nodeWith(key) { return key ? document.getElementById("p-" + key) : null; }
  function focusOn(node) { var link = linkOf(node); if (link) { link.focus(); } }

  function say(text, bad) {
    var place = document.querySelector("[data-goal-said]");
    if (!place) { return; }
    place.classList.toggle("is-bad", Boolean(bad));
    // What an alert beside the tree shows already is only read out.
    place.classList.toggle("kern-sr-only", Boolean(document.querySelector("[data-goal-message]")) && !bad);
    place.textContent = text;
  }

  // Put the tree of another answer in place; what its messages say is said here.
  function show(answer, address) {
    var bad = answer.querySelector(".lw-messages .kern-alert--danger");
    var texts = Array.from(answer.querySelectorAll(".lw-messages .kern-title, [data-goal-message] .kern-title"));
    region().replaceWith(answer.getElementById(REGION));
    editor = null;
    document.querySelectorAll(".lw-messages").forEach(function (found) { found.remove(); });
    say(texts.map(function (found) { return found.textContent.trim(); }).join(" "), bad);
    var lead = answer.querySelector(".lw-pagehead > .lw-meta");
    var old = document.querySelector(".lw-pagehead > .lw-meta");
    if (lead && old) { old.replaceWith(lead); }
    var key = new URL(address).searchParams.get("punkt");
    window.history.pushState({ goals: true }, "", address);
    return nodeWith(key) || document.querySelector(".lw-tree .lw-node[data-key]");
  }

  function request(address, options) {
    return fetch(address, Object.assign({ credentials: "same-origin", redirect: "follow" }, options));
  }

  function take(response, fallback) {
    if (!response.ok) { fallback(); return null; }
    return response.text().then(function (text) {
      var answer = new DOMParser().parseFromString(text, "text/html");
      if (!answer.getElementById(REGION)) { fallback(); return; }
      focusOn(show(answer, response.url));
    });
  }

  function failed() {
    var text = document.querySelector("[data-goal-failed]");
    say(text ? text.textContent : "", true);
  }

  // Send a form; where the answer is not the tree (an entry is wrong, somebody else was faster) the form is sent as
  // without a script, so that its own page says why and keeps what was typed.
  function send(form, submitter) {
    var data = new FormData(form);
    if (submitter && submitter.name) { data.append(submitter.name, submitter.value); }
    if (form.dataset.busy) { return; }
    form.dataset.busy = "1";
    request(form.action, { method: "POST", body: data }).then(function (response) {
      delete form.dataset.busy;
      return take(response, function () {
        if (submitter && submitter.name) {
          var hidden = document.createElement("input");
          hidden.type = "hidden"; hidden.name = submitter.name; hidden.value = submitter.value;
          form.append(hidden);
        }
        editor = null;
        if (!form.isConnected) { form.hidden = true; document.body.append(form); }
        form.submit();
      });
    }).catch(function () { delete form.dataset.busy; failed(); });
  }

  function open(address) {
    request(address).then(function (response) {
      return take(response, function () { window.location.assign(address); });
    }).catch(function () { window.location.assign(address); });
  }

  function close() {
    if (!editor) { return; }
    var back = editor.back;
    editor.form.remove();
    if (editor.holder) { editor.holder.remove(); }
    if (editor.hidden) { editor.hidden.hidden = false; }
    editor = null;
    focusOn(back);
  }

  function build(label, address, values) {
    var template = document.querySelector("[data-goal-template]");
    var form = document.importNode(template.content, true).firstElementChild;
    var name = form.querySelector("[data-goal-label]");
    name.textContent = label || name.dataset.goalLabel;
    form.action = address;
    Object.keys(values).forEach(function (key) {
      var field = form.elements.namedItem(key);
      if (!field) {
        field = document.createElement("input");
        field.type = "hidden"; field.name = key;
        form.append(field);
      }
      field.value = values[key];
    });
    return form;
  }

  function begin(state) {
    editor = state;
    editor.first = state.form.elements.namedItem("text").value;
    var field = state.form.elements.namedItem("text");
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  }

  function edit(node) {
    if (editor) { editor.form.elements.namedItem("text").focus(); return; }
    var form = build("", tree().dataset.nodes + node.dataset.key + "/wortlaut/", {
      text: linkOf(node).textContent, version: node.dataset.version
    });
    node.hidden = true;
    node.after(form);
    begin({ form: form, hidden: node, back: node });
  }

  function add(node, where) {
    if (editor) { editor.form.elements.namedItem("text").focus(); return; }
    var item = node.closest("li");
    var values = { text: "" };
    values[where] = node.dataset.key;
    var form = build("", tree().dataset.add, values);
    var holder = document.createElement("li");
    holder.append(form);
    if (where === "nach") {
      item.after(holder);
    } else {
      var list = item.querySelector(":scope > ul");
      if (list) { list.append(holder); begin({ form: form, holder: holder, back: node }); return; }
      list = document.createElement("ul");
      list.append(holder);
      item.append(list);
      holder = list;
    }
    begin({ form: form, holder: holder, back: node });
  }

  function post(node, step, values) {
    send(build("", tree().dataset.nodes + node.dataset.key + step, values));
  }

  function above(node) {
    var item = node.closest("li").parentElement.closest("li");
    return item && item.querySelector(":scope > .lw-node");
  }

  function beside(node, step) {
    var all = Array.from(document.querySelectorAll(".lw-tree .lw-node[data-key]"));
    return all[all.indexOf(node) + step];
  }

  function typed(event, node) {
    var isRoot = !above(node);
    if (event.altKey && !event.ctrlKey && !event.metaKey && writes()) {
      if (event.key === "ArrowRight" && node.hasAttribute("data-parent")) { return function () { add(node, "unter"); }; }
      if (event.key === "ArrowUp") { return function () { post(node, "/verschieben/", { richtung: "hoch" }); }; }
      if (event.key === "ArrowDown") { return function () { post(node, "/verschieben/", { richtung: "runter" }); }; }
      return null;
    }
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) { return null; }
    switch (event.key) {
      case "ArrowDown": return function () { focusOn(beside(node, 1)); };
      case "ArrowUp": return function () { focusOn(beside(node, -1)); };
      case "ArrowLeft": return function () { focusOn(above(node)); };
      case "ArrowRight": return function () { focusOn(node.closest("li").querySelector(":scope > ul > li > .lw-node")); };
      case "Home": return function () { focusOn(document.querySelector(".lw-tree .lw-node[data-key]")); };
      case "End": return function () { var all = document.querySelectorAll(".lw-tree .lw-node[data-key]"); focusOn(all[all.length - 1]); };
      case " ": return function () { open(linkOf(node).href); };
      case "Enter": return writes() ? function () { add(node, isRoot ? "unter" : "nach"); } : null;
      case "F2": return writes() ? function () { edit(node); } : null;
      case "Delete": return writes() ? function () { post(node, "/entfernen/", { version: node.dataset.version }); } : null;
      default: return null;
    }
  }

  document.addEventListener("keydown", function (event) {
    if (event.defaultPrevented || !tree()) { return; }
    if (editor && editor.form.contains(event.target)) {
      if (event.key === "Escape") { event.preventDefault(); close(); }
      if (event.key === "Enter" && event.target.name === "text" && !event.isComposing) {
        event.preventDefault();
        if (editor.form.reportValidity()) { send(editor.form); }
      }
      return;
    }
    var node = nodeOf(event.target);
    if (!node || event.target !== linkOf(node)) { return; }
    var act = typed(event, node);
    if (act) { event.preventDefault(); act(); }
  });

  document.addEventListener("click", function (event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button) { return; }
    if (!region() || !region().contains(event.target)) { return; }
    if (event.target.closest("[data-goal-cancel]")) { close(); return; }
    var node = nodeOf(event.target);
    if (event.target.closest("[data-goal-edit]")) { event.preventDefault(); edit(node); return; }
    var adds = event.target.closest("[data-goal-add]");
    if (adds) { event.preventDefault(); add(node, adds.dataset.goalAdd); return; }
    var link = event.target.closest(".lw-node__text a");
    if (link && !editor) { event.preventDefault(); open(link.href); }
  });

  document.addEventListener("submit", function (event) {
    if (event.defaultPrevented || !region() || !region().contains(event.target)) { return; }
    var form = event.target;
    if (form.matches("[data-goal-act], .lw-node--edit, .lw-node__tools form")) {
      event.preventDefault();
      send(form, event.submitter);
    }
  }, true);

  window.addEventListener("popstate", function () { window.location.reload(); });
  window.addEventListener("beforeunload", function (event) {
    if (editor && editor.form.elements.namedItem("text").value !== editor.first) { event.preventDefault(); }
  });
}());
