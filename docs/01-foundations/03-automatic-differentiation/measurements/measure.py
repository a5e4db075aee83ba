# Makes measured.json: what PyTorch counts, keeps and takes, for the chapter's comparisons of prediction and measurement.
# Run from the repository's root: python docs/01-foundations/03-automatic-differentiation/measurements/measure.py
# FLOPs (matrix products only) and bytes are the same on every machine; milliseconds are not.
import json
import platform
import statistics
import sys
import time
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

sys.path.insert(0, "models/storyworld")
from model import Llama, config_of  # noqa: E402

CONFIG = config_of("0.8m")

torch.manual_seed(0)
torch.set_num_threads(1)


def saved_bytes(module, loss_of):
    """Bytes that autograd keeps for the backward pass, each storage once, parameters and inputs left out."""
    own = {p.untyped_storage().data_ptr() for p in module.parameters()} | {b.untyped_storage().data_ptr() for b in module.buffers()}
    kept = {}

    def pack(tensor):
        storage = tensor.untyped_storage()
        # The tensor itself is kept, so that no address is used twice.
        kept[storage.data_ptr()] = tensor
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(pack, lambda t: t):
        loss_of()
    return sum(t.untyped_storage().nbytes() for at, t in kept.items() if at not in own and t.is_floating_point() and not getattr(t, "is_data", False))


def flops(loss_of):
    with FlopCounterMode(display=False) as forward:
        loss = loss_of()
    with FlopCounterMode(display=False) as backward:
        loss.backward()
    return forward.get_total_flops(), backward.get_total_flops()


def milliseconds(loss_of, runs):
    forwards, backwards, plain = [], [], []
    for _ in range(runs + 3):
        with torch.no_grad():
            start = time.perf_counter()
            loss_of()
            plain.append(time.perf_counter() - start)
        start = time.perf_counter()
        loss = loss_of()
        middle = time.perf_counter()
        loss.backward()
        forwards.append(middle - start)
        backwards.append(time.perf_counter() - middle)
    median = lambda xs: round(1000 * statistics.median(xs[3:]), 4)
    return {"forwardNoGradMs": median(plain), "forwardMs": median(forwards), "backwardMs": median(backwards), "runs": runs}


def mlp(widths, activation):
    layers = []
    for i, (a, b) in enumerate(zip(widths, widths[1:])):
        layers += [nn.Linear(a, b)] + ([activation()] if i < len(widths) - 2 else [])
    return nn.Sequential(*layers)


def mlp_case(widths, activation, batch, runs):
    net = mlp(widths, activation)
    x, labels = torch.randn(batch, widths[0]), torch.randint(widths[-1], (batch,))
    x.is_data = True
    loss_of = lambda: F.cross_entropy(net(x), labels)
    forward, backward = flops(loss_of)
    return {"widths": widths, "activation": activation.__name__, "batch": batch, "forwardFlops": forward, "backwardFlops": backward,
            "savedBytes": saved_bytes(net, loss_of), **milliseconds(loss_of, runs)}


def shipped_case(tokens, runs):
    net = Llama(CONFIG)
    for p in net.parameters():
        nn.init.normal_(p, std=0.05) if p.dim() > 1 else None
    ids = torch.randint(CONFIG["vocab_size"], (1, tokens + 1))
    loss_of = lambda: F.cross_entropy(net(ids[:, :-1])[0], ids[0, 1:])
    forward, backward = flops(loss_of)
    return net, loss_of, {"parameters": sum(p.numel() for p in net.parameters()), "tokens": tokens, "forwardFlops": forward, "backwardFlops": backward,
                          "savedBytes": saved_bytes(net, loss_of), **milliseconds(loss_of, runs)}


def difference_errors(net, loss_of):
    """One-sided differences of the loss in one weight, in float32, against autograd in float64."""
    rows = []
    name, index = "model.layers.1.mlp.down_proj.weight", (3, 5)
    net.double(), net.zero_grad()
    loss_of().backward()
    exact = dict(net.named_parameters())[name].grad[index].item()
    net.float(), net.zero_grad()
    loss_of().backward()
    weight = dict(net.named_parameters())[name]
    reverse = weight.grad[index].item()
    with torch.no_grad():
        at, base = weight[index].item(), loss_of().item()
        for exponent in range(-7, 1):
            h = 10.0**exponent
            weight[index] = at + h
            step = weight[index].item() - at
            rows.append({"h": h, "relativeError": abs((loss_of().item() - base) / step / exact - 1)})
        weight[index] = at
    return {"weight": name, "exact": exact, "reverseRelativeError": abs(reverse / exact - 1), "differences": rows}


def in_place_message():
    x = torch.ones(3, requires_grad=True)
    y = torch.exp(x)
    y.add_(1)
    try:
        y.sum().backward()
    except RuntimeError as error:
        return str(error).split(";")[0]
    return "no error"


def processor():
    for line in open("/proc/cpuinfo"):
        if line.startswith("model name"):
            return line.split(":")[1].strip()
    return platform.machine()


net, loss_of, shipped = shipped_case(192, 40)
result = {
    "torch": torch.__version__,
    "machine": f"{processor()}, one thread, float32",
    "shipped": shipped,
    "differences": difference_errors(net, loss_of),
    "mlps": [
        mlp_case([196, 64, 10], nn.Tanh, 32, 400),
        mlp_case([512] * 9 + [10], nn.Tanh, 64, 60),
        mlp_case([512] * 9 + [10], nn.ReLU, 64, 60),
        mlp_case([512] * 9 + [10], nn.GELU, 64, 60),
    ],
    "inPlaceMessage": in_place_message(),
}
Path(__file__).with_name("measured.json").write_text(json.dumps(result, indent=1) + "\n")
print(json.dumps(result, indent=1))
