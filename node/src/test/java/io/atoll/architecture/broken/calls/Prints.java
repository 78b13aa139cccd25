package io.atoll.architecture.broken.calls;

/** Breaks a rule on purpose. */
final class Prints {
  void out() {
    System.out.println();
  }

  void err() {
    System.err.println();
  }

  void stackTrace(RuntimeException cause) {
    cause.printStackTrace();
  }
}
