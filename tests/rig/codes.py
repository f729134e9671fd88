"""Reads the QR codes in an image as a strict phone would."""

import zxingcpp
from PIL import Image


def decode(image: Image.Image) -> list[str]:
    """Give the texts of the QR codes in the image, in zxing's order.

    Codes that are light on dark or turned by a quarter are not read: many phones do not read them either.
    """
    formats = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
    found = zxingcpp.read_barcodes(image, formats=formats, try_invert=False, try_rotate=False)
    return [barcode.text for barcode in found]
