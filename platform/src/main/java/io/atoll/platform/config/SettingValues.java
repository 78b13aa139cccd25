package io.atoll.platform.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the sources say, setting by setting. Sources are added in rising order; a later one replaces
 * an earlier one, yet mistakes of all of them are kept.
 */
public final class SettingValues {
  /**
   * A value with its place.
   *
   * @param base what a relative path in the value is relative to
   * @param rank of its source; higher wins
   */
  public record Placed<T>(T value, String place, Path base, int rank) {}

  private final Map<Setting<?>, Placed<?>> values = new HashMap<>();
  private final List<ConfigProblem> problems;

  SettingValues(List<ConfigProblem> problems) {
    this.problems = problems;
  }

  /** Reads a text and keeps its value, or adds a problem. */
  void add(Setting<?> setting, String text, String place, Path base, int rank) {
    try {
      values.put(setting, new Placed<>(setting.parser().apply(text), place, base, rank));
    } catch (IllegalArgumentException e) {
      String shown = setting.secret() ? "" : " '" + text + "'";
      problems.add(new ConfigProblem(place, setting.path() + shown + ": " + e.getMessage()));
      values.put(setting, new Placed<>(null, place, base, rank));
    }
  }

  /** Whether any source says something about it, be it wrong. */
  public boolean given(Setting<?> setting) {
    return values.containsKey(setting);
  }

  /** The value with its place, or null where no source gives a right one. */
  @SuppressWarnings("unchecked") // add() keeps what the setting's own parser answered
  public <T> Placed<T> find(Setting<T> setting) {
    Placed<T> placed = (Placed<T>) values.get(setting);
    return placed == null || placed.value() == null ? null : placed;
  }

  /** The value, else the default, else null. */
  public <T> T get(Setting<T> setting) {
    Placed<T> placed = find(setting);
    if (placed != null) {
      return placed.value();
    }
    return setting.fallback() == null ? null : setting.parser().apply(setting.fallback());
  }
}
