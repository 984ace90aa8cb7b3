"""All components and filters, built into every template; `/ui/` shows each of them."""

from django import template

from wuxue_exit_entry.ui.components import actions, booking, charts, content, forms, lists, text

register = template.Library()
for part in (actions, booking, charts, content, forms, lists, text):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)
