package io.atoll.cli.load;

import io.atoll.cli.client.HumanNumbers;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/**
 * How a load ended.
 *
 * @param records read from the input, wrong ones included
 * @param bytes of keys and values of the records that were right
 * @param failuresByKind how often which failure
 * @param duplicateKeys records whose key an earlier record had
 * @param verified records that were read back as they were written
 * @param present records whose value was there already
 */
record LoadSummary(
    long records,
    long bytes,
    long inputMistakes,
    long acknowledged,
    long present,
    long failed,
    Map<String, Long> failuresByKind,
    long duplicateKeys,
    long verified,
    long mismatched,
    long retries,
    LoadEnd end,
    double seconds) {

  /** Whether every record is where it belongs. */
  boolean isWhole() {
    return end.complete() && inputMistakes == 0 && failed == 0 && mismatched == 0;
  }

  /** For people. */
  String text(boolean writing, boolean verifying) {
    StringBuilder text = new StringBuilder();
    line(text, "records", HumanNumbers.count(records) + ", " + HumanNumbers.bytes(bytes));
    if (writing) {
      line(text, "acknowledged", HumanNumbers.count(acknowledged));
    }
    if (present > 0) {
      line(text, "there already", HumanNumbers.count(present));
    }
    if (verifying) {
      line(text, "read back", HumanNumbers.count(verified) + " as written");
    }
    if (mismatched > 0) {
      line(text, "MISMATCHED", HumanNumbers.count(mismatched));
    }
    if (failed > 0) {
      line(text, "FAILED", HumanNumbers.count(failed) + " " + failuresByKind);
    }
    if (inputMistakes > 0) {
      line(text, "WRONG INPUT", HumanNumbers.count(inputMistakes));
    }
    if (duplicateKeys > 0) {
      line(
          text,
          "same keys",
          HumanNumbers.count(duplicateKeys) + " records have the key of an earlier one");
    }
    if (retries > 0) {
      line(text, "retries", HumanNumbers.count(retries));
    }
    if (!end.complete()) {
      line(text, "STOPPED", stopped());
    }
    if (end.leavesAny()) {
      line(text, "to go on", "the same command with " + end.options());
    }
    double perSecond = seconds > 0 ? 1 / seconds : 0;
    line(
        text,
        "time",
        "%.1f s: %s records/s, %s/s"
            .formatted(
                seconds,
                HumanNumbers.count(Math.round(records * perSecond)),
                HumanNumbers.bytes(bytes * perSecond)));
    return text.toString().stripTrailing();
  }

  private String stopped() {
    if (end.unreadBytes() == 0) {
      return "before all was answered";
    }
    String unread = end.unreadBytes() < 0 ? "the rest" : HumanNumbers.bytes(end.unreadBytes());
    return "before line %s: %s of the input not read"
        .formatted(HumanNumbers.count(end.nextLine()), unread);
  }

  /** For programs. */
  JsonObject json() {
    JsonObject failures = new JsonObject();
    failuresByKind.forEach(failures::put);
    return new JsonObject()
        .put("records", records)
        .put("bytes", bytes)
        .put("acknowledged", acknowledged)
        .put("present", present)
        .put("failed", failed)
        .put("failures", failures)
        .put("inputMistakes", inputMistakes)
        .put("duplicateKeys", duplicateKeys)
        .put("verified", verified)
        .put("mismatched", mismatched)
        .put("retries", retries)
        .put("complete", end.complete())
        .put("nextLine", end.nextLine())
        .put("unreadBytes", end.unreadBytes() < 0 ? null : end.unreadBytes())
        .put("goOn", end.leavesAny() ? end.options() : null)
        .put("seconds", seconds);
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append("%-13s %s%n".formatted(name, value));
  }
}
