"""
Dynamic and static quantisation by onnxruntime: nodes between QuantizeLinear and DequantizeLinear, and operators on integers. Weights have
seven bits (`reduce_range`): with eight, sums of two products overflow on processors without VNNI, and each kind gives other numbers.
"""

import numpy as np
import onnx
import torch
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_dynamic, quantize_static

from .common import B, D, FOLDER, T, export, record, site
from .networks import Eager, Stack

TOLERANCE = 2e-2


class Once(CalibrationDataReader):
    def __init__(self, feeds):
        self.feeds = iter([feeds])

    def get_next(self):
        return next(self.feeds, None)


def quantised():
    torch.manual_seed(6)
    x = torch.randn(B, T, D)
    module = Stack([Eager(), Eager()]).eval()
    export(module, (x,), "plain", 17)
    plain = str(FOLDER / "plain.onnx")
    with torch.no_grad():
        module(x)
    true = [layer.weights for layer in module.layers]
    head = ["classifier head"]

    def write(name, why, make, operator="Softmax"):
        make(str(FOLDER / f"{name}.onnx"))
        record(name, why, (x,), true, [site(tolerance=TOLERANCE, operator=operator)] * 2, head)

    write("quantised-dynamic-17", "dynamic quantisation: products with weights are products of integers",
          lambda path: quantize_dynamic(plain, path, weight_type=QuantType.QInt8, reduce_range=True))
    for form in (QuantFormat.QDQ, QuantFormat.QOperator):
        write(f"quantised-{form.name.lower()}-17", f"static quantisation, {form.name}",
              lambda path: quantize_static(plain, path, Once({"in0": x.numpy()}), quant_format=form, per_channel=False, reduce_range=True,
                                           activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8),
              "Softmax" if form == QuantFormat.QDQ else "com.microsoft.QLinearSoftmax")
    (FOLDER / "plain.onnx").unlink()
