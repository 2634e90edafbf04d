"""The council's map: the page, its data, shapes, story and layers."""
