"""Makes NAME.pt and NAME.json in this folder: a small network after some steps of every optimizer of torch.optim, and the fraction by which a step
of that optimizer itself shrinks each element of gamma and beta in the long run of silent gradients.

    python3 make_decay.py        (PyTorch 1.13, Debian's python3-torch; float64)

How the fraction is measured: the parameters are set to 1e-8, so that what is added to second moments is nothing beside them; then
steps are taken with gradients of zero, before each of which the second moments and the step are set so that the step itself uses those of
the checkpoint. After some hundred steps the first moment has become that of the decay alone, and the last step's change, by the value
before it, is the rate.
"""
import copy, json, os
import torch
import torch.nn as nn
import torch.nn.functional as F

HERE = os.path.dirname(os.path.abspath(__file__))
STEPS, SILENT, SMALL = 200, 400, 1e-8


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(2, 4, 3, bias=False), nn.BatchNorm2d(4)
        self.conv2, self.bn2 = nn.Conv2d(4, 3, 3), nn.BatchNorm2d(3)
        self.fc = nn.Linear(3, 2)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        return self.fc(F.relu(self.bn2(self.conv2(x))).mean((2, 3)))


def everything(model):
    return model.parameters()


def without_vectors(model):
    """The usual two groups: vectors do not decay."""
    parameters = list(model.parameters())
    return [{'params': [p for p in parameters if p.dim() > 1]},
            {'params': [p for p in parameters if p.dim() <= 1], 'weight_decay': 0.0}]


def vectors_apart(model):
    """The same with a decay of their own for vectors."""
    groups = without_vectors(model)
    groups[1]['weight_decay'] = 3e-3
    return groups


def apart(model):
    """YOLO's three groups: weights of convolutions and linear layers, gamma, beta and other biases."""
    scale = [m.weight for m in model.modules() if isinstance(m, nn.BatchNorm2d)]
    weights = [m.weight for m in model.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
    shift = [m.bias for m in model.modules() if getattr(m, 'bias', None) is not None]
    return [{'params': scale}, {'params': weights}, {'params': shift}]


CASES = {
    'sgd': (everything, lambda p: torch.optim.SGD(p, lr=1e-4, weight_decay=1e-3)),
    'sgd-momentum': (everything, lambda p: torch.optim.SGD(p, lr=1e-4, momentum=.9, dampening=.3, weight_decay=1e-3)),
    'sgd-nesterov': (everything, lambda p: torch.optim.SGD(p, lr=1e-4, momentum=.9, nesterov=True, weight_decay=1e-3)),
    'adam': (everything, lambda p: torch.optim.Adam(p, lr=1e-4, betas=(.9, .99), weight_decay=1e-3)),
    'amsgrad': (everything, lambda p: torch.optim.Adam(p, lr=1e-4, weight_decay=1e-3, amsgrad=True)),
    'nadam': (everything, lambda p: torch.optim.NAdam(p, lr=1e-4, weight_decay=1e-3)),
    'radam': (everything, lambda p: torch.optim.RAdam(p, lr=1e-4, weight_decay=1e-3)),
    'adamax': (everything, lambda p: torch.optim.Adamax(p, lr=1e-4, weight_decay=1e-3)),
    'rmsprop': (everything, lambda p: torch.optim.RMSprop(p, lr=1e-4, weight_decay=1e-3, momentum=.5, centered=True)),
    'adagrad': (everything, lambda p: torch.optim.Adagrad(p, lr=1e-4, lr_decay=1e-2, weight_decay=1e-3)),
    'adadelta': (everything, lambda p: torch.optim.Adadelta(p, lr=1e-3, weight_decay=1e-3)),
    'adamw': (everything, lambda p: torch.optim.AdamW(p, lr=1e-3, weight_decay=1e-2)),
    'without-vectors': (without_vectors, lambda p: torch.optim.Adam(p, lr=1e-4, weight_decay=1e-3)),
    'vectors-apart': (vectors_apart, lambda p: torch.optim.Adam(p, lr=1e-4, weight_decay=1e-3)),
    'apart': (apart, lambda p: torch.optim.Adam(p, lr=1e-4, weight_decay=1e-3)),
}
FORGET = {'exp_avg_sq': lambda g: g['betas'][1], 'exp_inf': lambda g: g['betas'][1], 'square_avg': lambda g: g.get('alpha', g.get('rho')),
          'grad_avg': lambda g: g['alpha'], 'max_exp_avg_sq': lambda g: 1, 'sum': lambda g: 1, 'acc_delta': lambda g: 1,
          'mu_product': lambda g: 1}


def rates(model, optimizer):
    kept = {p: {k: copy.deepcopy(v) for k, v in s.items()} for p, s in optimizer.state.items()}
    group_of = {p: g for g in optimizer.param_groups for p in g['params']}
    with torch.no_grad():
        for p in model.parameters():
            p.fill_(SMALL)
            if optimizer.state.get(p, {}).get('momentum_buffer') is not None:
                optimizer.state[p]['momentum_buffer'].zero_()
    for _ in range(SILENT):
        for p, state in optimizer.state.items():
            for key, forget in FORGET.items():
                if key in state:
                    state[key] = kept[p][key] / forget(group_of[p])
            if 'step' in state:
                state['step'] = kept[p]['step'] - 1
            if 'mu_product' in state:
                t = float(kept[p]['step'])
                state['mu_product'] = kept[p]['mu_product'] / (.9 * (1 - .5 * .96 ** (t * group_of[p]['momentum_decay'])))
        before = {n: p.detach().clone() for n, p in model.named_parameters()}
        for p in model.parameters():
            p.grad = torch.zeros_like(p)
        optimizer.step()
    return {n: ((before[n] - p.detach()) / before[n]).tolist() for n, p in model.named_parameters() if n.startswith('bn')}


for name, (groups, make) in CASES.items():
    torch.manual_seed(3)
    model = Net().double()
    optimizer = make(groups(model))
    for step in range(STEPS):
        x, y = torch.randn(16, 2, 8, 8, dtype=torch.float64), torch.randint(0, 2, (16,))
        loss = F.cross_entropy(model(x + y.double()[:, None, None, None]), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    torch.save({'epoch': 1, 'model': model.state_dict(), 'optimizer': optimizer.state_dict()}, os.path.join(HERE, f'{name}.pt'))
    with open(os.path.join(HERE, f'{name}.json'), 'w') as file:
        json.dump(rates(model, optimizer), file, indent=1)
        file.write('\n')
