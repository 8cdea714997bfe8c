"""Jinja2 templates: the built-in ones, and a site's own, which replace them by name.

templates  the templates of a site, and what every template is given
jinja      Jinja2 itself, imported when the first template is rendered
"""

from broadsheet.templating.templates import FOLDER, Templates, built_in_folder, folders

__all__ = ["FOLDER", "Templates", "built_in_folder", "folders"]
