"""The console: pages at /meja, server-rendered, where staff do their work in a browser.

A request goes through `guard.py` (own host, own form, whose session, allowed, fresh code) to the
handler of its page, an `async def page(self, visit: Visit) -> Response`. The guard answers what
stops on the way; handlers contain no check of roles, no cookie, no token. To add a page:

1. `permissions.py`: one line, "GET /aduan/{tip}": Act.READ_TIPS. A page that is not there, or has
   no handler, stops the start. A new act is a line in bot/staff/account.py and in
   knowledge/phrases/staff.yaml; an act in CONFIRMED asks for a code by itself.
2. The room's module (tips.py, broadcasts.py, …): a class that takes Services. `visit.actor` goes to
   the verbs of `bot`, which check once more and write the trail. `visit.request.path_params`,
   `visit.request.query_params`; `visit.show("tips/case.html", …)` renders, `visit.go("/aduan",
   notice=…)` follows every POST (names of notices stand in bot/staff/console_words.py).
3. A form: a pydantic model, `wanted = visit.read(Model)`. Catch Incomplete and render the same page
   with `form=error.form`: errors stand beside their fields, what was typed stays, the status is
   422. A rule of one's own is a validator that raises ValueError("kalimat"). When the session ended
   meanwhile, nothing is done, and after the login the page that the form stands on is rendered
   once more by its GET with what was typed: so take values from `form.value(name, default)`, as
   the macros do, and give forms of one page different field names; what must not come back has
   "password" in its name. Refused, TipUnknown and the
   rest may be raised through: the guard makes pages of them.
4. `pages.py`: one line in handlers().
5. templates/<room>/: extend layout.html (blocks title and main, one h1), take fields from
   forms.html: `{% from "forms.html" import field, problems, confirm with context %}`. Each form
   has method="post", an action that begins with /meja/, and {{ visit.token_field }}; one whose act
   needs a code has {{ confirm("forward-tips") }}. No style, no script, no on… attribute: the
   browser refuses them. The menu shows a page of layout.html as soon as it is in the table. Text
   lies in templates; sentences of Python are phrases in knowledge/phrases/console.yaml. Counts
   where a person could be guessed go through the filter `few`.
6. htmx only adds: every link and form works without it. A GET by htmx does not keep a session
   alive, and gets 204 when it is over. Parts that live use hx-get with hx-select on a whole page.
   A form with a file is named in uploads.py; broadcast_stream.py sends events to static/follow.js.
7. Tests: tests/webhooks/console/ (fixture `console`, see conftest.py there); the walks over routes
   and roles read the table; tests/browser/test_console_pages.py has axe look at each page on a
   phone and a desk, in light and dark; one with a parameter needs a line in its EXAMPLES.
"""
