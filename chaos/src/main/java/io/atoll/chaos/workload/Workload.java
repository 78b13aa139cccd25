package io.atoll.chaos.workload;

import io.atoll.chaos.checker.Checker;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What somebody does to a cluster during a run, and what they hold it to. A run calls {@link
 * #setup}, {@link #start}, {@link #stop}, {@link #exam} and {@link #close}, in this order, and lets
 * virtual time pass after each.
 */
public interface Workload {
  /** While nothing is wrong yet: lets virtual time pass as it needs. */
  default void setup() {}

  /** The client processes that faults of the network may strike too: name to DC, in their order. */
  default Map<String, String> places() {
    return Map.of();
  }

  /** Begins, while faults strike. */
  void start();

  /** What is under way ends; nothing new begins. */
  void stop();

  /**
   * Everything has healed and settled, and has been looked at: now nothing may fail.
   *
   * @param broken told of what does
   */
  default void exam(Consumer<String> broken) {}

  /** Lets go of everything. */
  default void close(Consumer<String> broken) {}

  /** Who judges what it did, beside the checkers of every run. */
  default List<Checker> checkers() {
    return List.of();
  }

  /** What it saw beside the history, line by line, for the transcript of a run that is red. */
  default List<String> account() {
    return List.of();
  }

  /** What it did, in figures, for a summary; empty for nothing. */
  default String summary() {
    return "";
  }
}
