package io.atoll.chaos.hostile;

import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What came of an attack.
 *
 * @param connections that were made
 * @param ended connections that the server ended, or that could not be made
 * @param answers by their status
 * @param bytesRead of answers
 */
public record AttackReport(
    String attack, int connections, int ended, SortedMap<Integer, Long> answers, long bytesRead) {
  public AttackReport {
    answers = new TreeMap<>(answers);
  }

  /** Answers of one status. */
  public long answers(int status) {
    return answers.getOrDefault(status, 0L);
  }

  /** One line for people. */
  public String line() {
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%s: %d connections, %d ended by the server, %d MiB read",
                attack,
                connections,
                ended,
                bytesRead >> 20));
    for (Map.Entry<Integer, Long> each : answers.entrySet()) {
      text.append(", ").append(each.getValue()).append(" × ").append(each.getKey());
    }
    return text.toString();
  }
}
