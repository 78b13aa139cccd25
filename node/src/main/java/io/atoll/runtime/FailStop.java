package io.atoll.runtime;

import io.atoll.env.FatalError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a process when something fatal was thrown: it stops and does nothing further, so
 * that a supervisor starts it again (Schlichting and Schneider, "Fail-Stop Processors", 1983). Any
 * thread.
 */
@FunctionalInterface
interface FailStop {
  /** The exit code that the JVM has for the errors that it ends by itself. */
  int EXIT_CODE = 3;

  /** Ends this process: no hook is run, since each may wait for what will not come. */
  FailStop HALT =
      (where, cause) -> {
        try {
          Logger log = LoggerFactory.getLogger(FailStop.class);
          log.error("{} failed beyond repair ({}): the process ends", where, cause, cause);
        } finally {
          Runtime.getRuntime().halt(EXIT_CODE);
        }
      };

  /**
   * Ends the process.
   *
   * @param where what it was that failed
   */
  void end(String where, Throwable cause);

  /** Ends the process when what was thrown is fatal. */
  default void check(String where, Throwable thrown) {
    if (FatalError.is(thrown)) {
      end(where, thrown);
    }
  }
}
