package io.atoll.node.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the sources say, setting by setting. Sources are added in rising order; a later one replaces
 * an earlier one, yet mistakes of all of them are kept.
 */
final class NodeConfigValues {
  /**
   * A value with its place.
   *
   * @param base what a relative path in the value is relative to
   * @param rank of its source; higher wins
   */
  record Placed<T>(T value, String place, Path base, int rank) {}

  private final Map<NodeConfigSetting<?>, Placed<?>> values = new HashMap<>();
  private final List<NodeConfigProblem> problems;

  NodeConfigValues(List<NodeConfigProblem> problems) {
    this.problems = problems;
  }

  /** Reads a text and keeps its value, or adds a problem. */
  void add(NodeConfigSetting<?> setting, String text, String place, Path base, int rank) {
    try {
      values.put(setting, new Placed<>(setting.parser().apply(text), place, base, rank));
    } catch (IllegalArgumentException e) {
      String shown = setting.secret() ? "" : " '" + text + "'";
      problems.add(new NodeConfigProblem(place, setting.path() + shown + ": " + e.getMessage()));
      values.put(setting, new Placed<>(null, place, base, rank));
    }
  }

  /** Whether any source says something about it, be it wrong. */
  boolean given(NodeConfigSetting<?> setting) {
    return values.containsKey(setting);
  }

  /** The value with its place, or null where no source gives a right one. */
  @SuppressWarnings("unchecked") // add() keeps what the setting's own parser answered
  <T> Placed<T> find(NodeConfigSetting<T> setting) {
    Placed<T> placed = (Placed<T>) values.get(setting);
    return placed == null || placed.value() == null ? null : placed;
  }

  /** The value, else the default, else null. */
  <T> T get(NodeConfigSetting<T> setting) {
    Placed<T> placed = find(setting);
    if (placed != null) {
      return placed.value();
    }
    return setting.fallback() == null ? null : setting.parser().apply(setting.fallback());
  }
}
