"""Run by OpenFisca's own environment: cases as JSON in, conclusions and seconds as JSON out."""

import json
import sys
import time

import numpy as np
from openfisca_core.simulation_builder import SimulationBuilder
from rules import CONCLUSIONS, Category, build

DAY = "2026-11-24"


def column(name, values):
    """Values as OpenFisca's vectors hold them."""
    if name == "category":
        return np.array([list(Category.names).index(value) for value in values])
    return np.array(values, dtype="datetime64[D]") if name.endswith("_on") else np.array(values)


def simulate(system, columns, count):
    """One simulation of `count` persons; returns the conclusions as plain lists."""
    simulation = SimulationBuilder().build_default_simulation(system, count=count)
    for name, values in columns.items():
        simulation.set_input(name, DAY, column(name, values))
    return {name: simulation.calculate(name, DAY) for name in CONCLUSIONS}


def plain(found):
    """ISO dates and the words of the law."""
    return {
        name: values.decode_to_str().tolist() if hasattr(values, "decode_to_str") else values.astype(str).tolist()
        for name, values in found.items()
    }


def main():
    asked = json.load(sys.stdin)
    system = build(asked["rolled"], asked["first_day"])
    columns, count, single = asked["columns"], asked["count"], asked["single"]
    begun = time.perf_counter()
    found = plain(simulate(system, columns, count))
    together = time.perf_counter() - begun
    begun = time.perf_counter()
    for index in range(single):
        plain(simulate(system, {name: values[index : index + 1] for name, values in columns.items()}, 1))
    json.dump({"together": together, "one_by_one": time.perf_counter() - begun, "found": found}, sys.stdout)


if __name__ == "__main__":
    main()
