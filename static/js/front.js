/* The hotel's desk: what was typed stays when the line is down, and goes by itself when it is back; ES2018. */
(function () {
  "use strict";
  var doc = document, EVERY = 5000, waiting = null;

  function note(form, shown) {
    var line = form.querySelector("[data-line-down]");
    if (line) { line.hidden = !shown; }
  }
  /* A request of a few bytes tells whether the line is back; only then is the form sent as people send it. */
  function trySend(form, button) {
    window.fetch("/healthz/", { cache: "no-store" }).then(function () {
      note(form, false);
      waiting = null;
      form.dataset.checked = "yes";
      if (button) { form.requestSubmit(button); } else { form.requestSubmit(); }
    }, function () {
      note(form, true);
      waiting = window.setTimeout(function () { trySend(form, button); }, EVERY);
    });
  }
  doc.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.matches || !form.matches("[data-keep]") || !window.fetch || !form.requestSubmit) { return; }
    if (form.dataset.checked) { delete form.dataset.checked; return; }
    event.preventDefault();
    event.stopPropagation();
    if (waiting) { window.clearTimeout(waiting); }
    trySend(form, event.submitter);
  }, true);

  /* What was counted is filled in, unless the clerk has typed a day. */
  doc.addEventListener("htmx:afterSwap", function (event) {
    var said = event.detail.target.querySelector("[data-stay-until]"), field = doc.getElementById("id_stay_until");
    if (said && field && (!field.value || field.dataset.counted === field.value)) {
      field.value = said.dataset.stayUntil;
      field.dataset.counted = field.value;
    }
  });

  /* After a scan the clerk goes on with the room. */
  doc.addEventListener("htmx:afterSwap", function (event) {
    var room = doc.getElementById("id_room");
    if (room && event.detail.target.id === "guest") { room.focus(); }
  });
  /* A reader ends each line with Enter; it must not send the form. */
  doc.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && event.target.hasAttribute && event.target.hasAttribute("data-mrz")) { event.stopPropagation(); }
  }, true);
})();
