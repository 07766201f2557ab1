"""Records what PyTorch's AdamW, clip_grad_norm_ and nn.Linear do to small numbers: adamw.json.

  generate.py > adamw.json        (torch; the version is written into the file)
"""
import json

import torch


def numbers(tensor):
    return [float(x) for x in tensor.flatten()]


def adamw(decay):
    """Five steps of a matrix (decayed) and a vector (not), each with a learning rate of its own."""
    torch.manual_seed(7)
    matrix, vector = torch.randn(2, 3), torch.randn(4)
    parameters = [torch.nn.Parameter(matrix.clone()), torch.nn.Parameter(vector.clone())]
    groups = [{"params": parameters[:1], "lr": 1e-2, "weight_decay": decay}, {"params": parameters[1:], "lr": 3e-3, "weight_decay": 0.0}]
    optimizer, gradients, norms = torch.optim.AdamW(groups), [], []
    for step in range(5):
        for p in parameters:
            p.grad = torch.randn_like(p) * 10.0 ** (step - 3)
        gradients.append([numbers(p.grad) for p in parameters])
        norms.append(float(torch.nn.utils.clip_grad_norm_(parameters, 1.0)))
        optimizer.step()
    moments = [[numbers(optimizer.state[p][key]) for key in ("exp_avg", "exp_avg_sq")] for p in parameters]
    return {"decay": decay, "before": [numbers(matrix), numbers(vector)], "gradients": gradients, "norms": norms,
            "after": [numbers(p) for p in parameters], "moments": moments}


print(json.dumps({"torch": torch.__version__, "runs": [adamw(0.0), adamw(0.1)]}))
