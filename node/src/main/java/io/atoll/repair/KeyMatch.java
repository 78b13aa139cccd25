package io.atoll.repair;

import java.util.ArrayList;
import java.util.List;

/**
 * A key of one side or both, and which way its state has to go.
 *
 * @param index of the summary among those of the other side; -1 where it has none
 */
public record KeyMatch(KeyPlace place, KeyRule rule, int index) {
  /**
   * Matches what two sides have of the same stretch of keys.
   *
   * @param mine ascending
   * @param theirs ascending
   * @param through where the stretch ends; null for the end of both
   * @return all keys of the stretch that either has, ascending
   */
  public static List<KeyMatch> all(
      List<KeySummary> mine, List<KeySummary> theirs, KeyPlace through, int manyActors) {
    List<KeyMatch> matches = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < mine.size() || j < theirs.size()) {
      int order =
          i == mine.size()
              ? 1
              : j == theirs.size() ? -1 : mine.get(i).place().compareTo(theirs.get(j).place());
      KeySummary here = order <= 0 ? mine.get(i) : null;
      KeySummary there = order >= 0 ? theirs.get(j) : null;
      KeyPlace place = here != null ? here.place() : there.place();
      if (through != null && place.compareTo(through) > 0) {
        break;
      }
      matches.add(new KeyMatch(place, KeyRule.of(here, there, manyActors), there == null ? -1 : j));
      i += here != null ? 1 : 0;
      j += there != null ? 1 : 0;
    }
    return matches;
  }
}
