package io.atoll.chaos.coverage;

/**
 * How many lines of a class have run.
 *
 * @param run of them
 * @param total lines that hold code
 */
record ClassLines(String name, int run, int total) {
  ClassLines plus(ClassLines nested) {
    return new ClassLines(name, run + nested.run, total + nested.total);
  }

  /** In percent, rounded down; 100 for a class without code. */
  int percent() {
    return total == 0 ? 100 : run * 100 / total;
  }

  String packageName() {
    return name.substring(0, name.lastIndexOf('.'));
  }

  /** As {@code ring.Claim}: behind what all packages of the project begin with. */
  String protocolName() {
    return name.substring("io.atoll.".length());
  }
}
