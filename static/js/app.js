/* Behaviour by data-* attributes and event delegation; ES2018; public pages work without it. */
(function () {
  "use strict";
  var doc = document, root = doc.documentElement;
  root.classList.add("js");

  function all(selector, within) { return Array.prototype.slice.call((within || doc).querySelectorAll(selector)); }
  function shown(element) { return element.getClientRects().length > 0; }
  function typing(target) {
    return !!target && (target.isContentEditable || /^(SELECT|TEXTAREA)$/.test(target.tagName) ||
      (target.tagName === "INPUT" && !/^(checkbox|radio|button|submit)$/.test(target.type)));
  }
  function say(text) { all("[data-status]").forEach(function (box) { box.textContent = text; }); }

  /* single keys: can be switched off, never inside an input or while an IME composes */
  var SWITCH = "single-keys";
  function keysOn() { try { return localStorage.getItem(SWITCH) !== "off"; } catch (e) { return true; } }
  function setKeys(on) { try { localStorage.setItem(SWITCH, on ? "on" : "off"); } catch (e) { return; } }
  function keyed(key) {
    return all("[data-key]").filter(function (el) {
      return el.dataset.key.toLowerCase() === key && !el.disabled && shown(el);
    })[0];
  }
  function nameOf(el) {
    var copy = el.cloneNode(true);
    all("kbd", copy).forEach(function (kbd) { kbd.remove(); });
    return copy.textContent.replace(/\s+/g, " ").trim() || el.getAttribute("aria-label") || "";
  }

  function rows() { return all("[data-rows] tbody tr").filter(function (tr) { return tr.dataset.href || tr.querySelector("a[href]"); }); }
  function currentRow(list) {
    var at = list.indexOf(doc.activeElement && doc.activeElement.closest ? doc.activeElement.closest("tr") : null);
    return at >= 0 ? at : list.findIndex(function (tr) { return tr.classList.contains("row-on"); });
  }
  function move(step) {
    var list = rows();
    if (!list.length) { return false; }
    var next = list[Math.max(0, Math.min(list.length - 1, currentRow(list) + step))];
    next.tabIndex = -1;
    next.focus();
    next.scrollIntoView({ block: "nearest" });
    return true;
  }
  function open(tr) {
    var link = tr.querySelector("a[href]");
    if (link) { link.click(); } else if (tr.dataset.href) { location.assign(tr.dataset.href); }
  }
  function fromRow(target) { return target.tagName === "TR" && target.closest("[data-rows]"); }

  function overlay() {
    var dialog = doc.querySelector("[data-keys]");
    if (!dialog || !dialog.showModal) { return; }
    var list = dialog.querySelector("[data-keys-list]"), seen = {};
    list.textContent = "";
    function line(key, text) {
      if (seen[key] || !text) { return; }
      seen[key] = true;
      var dt = doc.createElement("dt"), kbd = doc.createElement("kbd"), dd = doc.createElement("dd");
      kbd.textContent = key; dd.textContent = text; dt.appendChild(kbd); list.appendChild(dt); list.appendChild(dd);
    }
    all("[data-key]").filter(shown).forEach(function (el) { line(el.dataset.key, nameOf(el)); });
    if (doc.querySelector("[data-filter]")) { line("/", dialog.dataset.search); line("Esc", dialog.dataset.switchOff); }
    if (rows().length) { line("J", dialog.dataset.next); line("K", dialog.dataset.previous); line("Enter", dialog.dataset.open); }
    dialog.querySelector("[data-keys-switch]").checked = keysOn();
    if (!dialog.open) { dialog.showModal(); }
  }

  doc.addEventListener("keydown", function (event) {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || event.metaKey) { return; }
    var key = event.key.toLowerCase();
    if (key === "escape" && typing(event.target)) { event.target.blur(); return; }
    if (typing(event.target) || doc.querySelector("dialog[open]")) { return; }
    if (key === "enter") { enter(event); } else if (key.length === 1) { typed(event); }
  });
  function enter(event) {
    if (burst.length >= SHORTEST_CODE && event.timeStamp - lastKey < 4 * FAST) { event.preventDefault(); scanned(); }
    else if (fromRow(event.target)) { event.preventDefault(); open(event.target); }
    burst = "";
  }

  /* a scanner is a keyboard faster than any hand: its letters must press nothing, its Enter ends the code */
  var FAST = 30, SHORTEST_CODE = 6, burst = "", lastKey = 0, waiting = null;
  function typed(event) {
    burst = event.timeStamp - lastKey < FAST ? burst + event.key : event.key;
    lastKey = event.timeStamp;
    if (burst === "/") { event.preventDefault(); }
    clearTimeout(waiting);
    waiting = setTimeout(function () {
      var key = burst.toLowerCase();
      if (key.length === 1 && (key === "?" || keysOn())) { burst = ""; act(key); }
    }, FAST + 10);
  }
  function scanned() {
    var field = doc.querySelector("[data-scanner]");
    clearTimeout(waiting);
    if (!field) { return; }
    field.value = burst;
    field.focus();
    if (field.form) { submit(field.form); }
  }
  function act(key) {
    var filter = key === "/" && doc.querySelector("[data-filter]");
    if (filter) { filter.focus(); filter.select(); return true; }
    if (key === "?") { overlay(); return true; }
    var target = keyed(key);
    if (target) { target.focus(); target.click(); return true; }
    if (key === "j" || key === "k") { return move(key === "j" ? 1 : -1); }
    return false;
  }

  /* a scanner types fast and ends with Enter: keep its Enter from sending a half-filled form */
  doc.addEventListener("keydown", function (event) {
    var field = event.target;
    if (event.key !== "Enter" || event.isComposing || !field.dataset || field.dataset.scan === undefined) { return; }
    event.preventDefault();
    var next = field.dataset.scan && doc.getElementById(field.dataset.scan);
    if (next) { next.focus(); } else if (field.form) { submit(field.form); }
  });
  /* while a Chinese input method is on, it eats what a scanner types: the keys themselves tell what was scanned */
  var wedge = { text: "", at: 0 };
  doc.addEventListener("keydown", function (event) {
    var field = event.target, composing = event.isComposing || event.keyCode === 229;
    if (!field.dataset || field.dataset.scanner === undefined) { return; }
    var quick = event.timeStamp - wedge.at < 50, key = /^(?:Key|Digit|Numpad)([A-Z0-9])$/.exec(event.code);
    wedge.at = event.timeStamp;
    if (/^(Numpad)?Enter$/.test(event.code)) {
      if (quick && composing && wedge.text.length >= 8) { event.preventDefault(); field.value = wedge.text; submit(field.form); }
      wedge.text = "";
    } else if (key) { wedge.text = (quick ? wedge.text : "") + key[1]; }
  }, true);
  function submit(form) { if (form.requestSubmit) { form.requestSubmit(); } else { (form.querySelector("[type=submit]") || form).click(); } }

  /* clicks */
  doc.addEventListener("click", function (event) {
    var el = event.target.closest ? event.target.closest("[data-copy],[data-copy-from],[data-help],[data-print],[data-mode-toggle],[data-href],[data-check-all]") : null;
    if (!el) { return; }
    if (el.dataset.copy !== undefined) { copy(el, el.dataset.copy); }
    else if (el.dataset.copyFrom !== undefined) { copyFrom(el); }
    else if (el.dataset.help !== undefined) { overlay(); }
    else if (el.dataset.print !== undefined) { window.print(); }
    else if (el.dataset.modeToggle !== undefined) { event.preventDefault(); toggleMode(el); }
    else if (el.dataset.checkAll !== undefined) { checkAll(el); }
    else if (el.dataset.href && !event.target.closest("a,button,input,label,select")) { open(el); }
  });
  /* without a new page, so that nothing typed is lost */
  function toggleMode(link) {
    var mode = root.dataset.mode === "elder" ? "standard" : "elder";
    root.dataset.mode = mode;
    doc.cookie = "mode=" + mode + ";path=/;max-age=31536000;samesite=lax";
    link.textContent = mode === "elder" ? link.dataset.standard : link.dataset.elder;
    if (link.href) { link.href = link.href.replace(/mode=(elder|standard)/, "mode=" + (mode === "elder" ? "standard" : "elder")); }
  }
  function checkAll(box) {
    all(box.dataset.checkAll).forEach(function (one) { if (!one.disabled) { one.checked = box.checked; } });
  }
  function copied(el) {
    var word = el.querySelector("span") || el, before = word.textContent;
    if (el.classList.contains("copied")) { return; }
    word.textContent = el.dataset.copied || before;
    el.classList.add("copied");
    say(word.textContent + " " + (el.querySelector(".sr") || el).textContent);
    setTimeout(function () { word.textContent = before; el.classList.remove("copied"); }, 1500);
  }
  function copy(el, text) {
    var done = function () { copied(el); };
    if (navigator.clipboard && window.isSecureContext) { navigator.clipboard.writeText(text).then(done, function () { oldCopy(text, done); }); }
    else { oldCopy(text, done); }
  }
  /* what must not stand in the page is fetched when it is copied, and the server writes that down */
  function copyFrom(el) {
    var headers = JSON.parse(doc.body.getAttribute("hx-headers") || "{}");
    fetch(el.dataset.copyFrom, { method: "POST", headers: headers, credentials: "same-origin" }).then(function (answer) {
      if (answer.ok && !answer.redirected) { return answer.text().then(function (text) { copy(el, text); }); }
      location.reload();
    });
  }
  function oldCopy(text, done) {
    var box = doc.createElement("textarea"), before = doc.activeElement;
    box.value = text; box.setAttribute("readonly", ""); box.className = "sr";
    doc.body.appendChild(box); box.select();
    if (doc.execCommand("copy")) { done(); }
    box.remove();
    if (before) { before.focus(); }
  }

  /* a form is sent once; coming back or an answer without a new page frees it */
  doc.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.dataset.once === undefined || event.defaultPrevented) { return; }
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    all("button[type=submit]", form).forEach(function (b) { b.setAttribute("aria-disabled", "true"); });
  });
  function free(form) {
    delete form.dataset.sent;
    all("[aria-disabled]", form).forEach(function (b) { b.removeAttribute("aria-disabled"); });
  }
  window.addEventListener("pageshow", function () { all("form[data-sent]").forEach(free); });
  doc.addEventListener("htmx:afterRequest", function () { all("form[data-sent]").forEach(free); });

  /* an answer that cannot be shown is said, not swallowed */
  function failed(word) {
    var box = doc.querySelector("[data-failed]");
    if (!box) { return; }
    box.textContent = box.dataset[word];
    box.hidden = false;
    setTimeout(function () { box.hidden = true; }, 8000);
  }
  doc.addEventListener("htmx:responseError", function () { failed("refused"); });
  doc.addEventListener("htmx:sendError", function () { failed("unsent"); });
  doc.addEventListener("htmx:timeout", function () { failed("unsent"); });

  /* the band that was picked, repeated beside the button */
  doc.addEventListener("change", function (event) {
    var el = event.target;
    if (el.dataset.pickedLabel) { all("[data-picked]").forEach(function (box) { box.textContent = el.dataset.pickedLabel; }); }
    if (el.dataset.keysSwitch !== undefined) { setKeys(el.checked); }
    if (el.dataset.submit !== undefined && el.form) { submit(el.form); }
  });

  function arrive(within) {
    var wanted = within.querySelector("[data-focus]");
    if (wanted) { wanted.focus(); }
    all("[data-print][hidden]", within).forEach(function (b) { b.hidden = false; });
  }
  /* a list that is drawn anew stays where it was, with the open row in view */
  var scrolls = {};
  doc.addEventListener("htmx:beforeSwap", function () {
    all("[data-keep-scroll]").forEach(function (box) { scrolls[box.id] = box.scrollTop; });
  });
  doc.addEventListener("htmx:afterSwap", function (event) {
    all("[data-keep-scroll]").forEach(function (box) { box.scrollTop = scrolls[box.id] || 0; showOpenRow(box); });
    arrive(event.target);
  });
  function showOpenRow(box) {
    var row = box.querySelector(".row-on");
    if (!row) { return; }
    var head = box.querySelector("thead"), above = head ? head.offsetHeight : 0;
    var top = row.offsetTop - above, bottom = row.offsetTop + row.offsetHeight;
    if (top < box.scrollTop) { box.scrollTop = top; }
    else if (bottom > box.scrollTop + box.clientHeight) { box.scrollTop = bottom - box.clientHeight; }
  }
  all("[data-keep-scroll]").forEach(showOpenRow);
  arrive(doc);
})();
