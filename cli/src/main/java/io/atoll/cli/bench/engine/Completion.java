package io.atoll.cli.bench.engine;

/** Where the end of one request is told. */
@FunctionalInterface
public interface Completion {
  /** Called once for each request, by the rules of {@link Target}. */
  void done(Outcome outcome);
}
