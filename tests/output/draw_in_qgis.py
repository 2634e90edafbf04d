"""Draws a layer of a GeoPackage with the style it holds; run by a Python that has PyQGIS.

Arguments: GeoPackage, layer, picture to write. Prints what QGIS makes of the style as JSON.
"""

import json
import sys

from qgis.core import (
    QgsApplication,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

package, name, picture = sys.argv[1:]
SIDE_M, SIDE_PX = 40.0, 400
application = QgsApplication([], False)
application.initQgis()
layer = QgsVectorLayer(f"{package}|layername={name}", name, "ogr")
place = next(layer.getFeatures()).geometry().boundingBox().center()
renderer = layer.renderer()
settings = QgsMapSettings()
settings.setLayers([layer])
settings.setBackgroundColor(QColor("white"))
settings.setOutputSize(QSize(SIDE_PX, SIDE_PX))
settings.setOutputDpi(192)
settings.setDestinationCrs(layer.crs())
half = SIDE_M / 2
settings.setExtent(
    QgsRectangle(place.x() - half, place.y() - half, place.x() + half, place.y() + half)
)
job = QgsMapRendererParallelJob(settings)
job.start()
job.waitForFinished()
job.renderedImage().save(picture)
labels = (
    [category.label() for category in renderer.categories()]
    if renderer.type() == "categorizedSymbol"
    else []
)
sys.stdout.write(
    json.dumps(
        {
            "renderer": renderer.type(),
            "labels": labels,
            "aliases": {each.name(): each.alias() for each in layer.fields() if each.alias()},
            "labelled": layer.labelsEnabled(),
            "errors": [each.message for each in job.errors()],
        }
    )
)
