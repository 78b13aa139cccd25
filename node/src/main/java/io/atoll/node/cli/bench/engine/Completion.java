package io.atoll.node.cli.bench.engine;

/** Where the end of one request is told. */
@FunctionalInterface
public interface Completion {
  /** Called once for each request, on the thread of the {@link Generator} that sent it. */
  void done(Outcome outcome);
}
