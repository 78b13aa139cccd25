package io.atoll.cli.client;

import io.atoll.cli.terminal.TextTable;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The hash tree of a keyspace, as a node answered it, in lines for a person. */
final class RepairTreeText {
  private static final int DIGITS = 12;

  private final JsonObject answer;
  private final String against;
  private final TextTable table;

  private RepairTreeText(JsonObject answer) {
    this.answer = answer;
    this.against = answer.getString("against");
    this.table =
        against == null
            ? new TextTable("PART", "KEYS", "HASH").right(1)
            : new TextTable("PART", "KEYS", "HASH", "KEYS AT " + against, "HASH AT " + against, "")
                .right(1, 3);
  }

  static String of(JsonObject answer) {
    RepairTreeText text = new RepairTreeText(answer);
    text.add(answer.getJsonObject("tree"), "");
    return text.head() + "\n\n" + text.table + text.notes();
  }

  private String head() {
    return "%s at %s, as of %s, %s arcs"
        .formatted(
            answer.getString("keyspace"),
            against == null
                ? answer.getString("node")
                : answer.getString("node") + " and " + against,
            Instant.ofEpochMilli(answer.getLong("asOfMs")).truncatedTo(ChronoUnit.SECONDS),
            HumanNumbers.count(answer.getLong("arcs")));
  }

  private String notes() {
    long notKnown = answer.getLong("arcsNotKnown");
    return notKnown == 0
        ? ""
        : "\n%s arcs are not in it: what they hold is not known yet\n"
            .formatted(HumanNumbers.count(notKnown));
  }

  private void add(JsonObject part, String indent) {
    row(
        indent + part.getString("name"),
        HumanNumbers.count(part.getLong("keys")),
        part.getString("hash").substring(0, DIGITS),
        against == null ? "" : HumanNumbers.count(part.getLong("keysThere")),
        against == null ? "" : part.getString("hashThere").substring(0, DIGITS),
        differs(part) ? "differs" : "same");
    String below = indent + "  ";
    long same = 0;
    for (Object each : part.getJsonArray("parts")) {
      JsonObject child = (JsonObject) each;
      if (against == null || differs(child)) {
        add(child, below);
      } else {
        same++;
      }
    }
    if (same > 0) {
      row(below + "%s more".formatted(HumanNumbers.count(same)), "", "", "", "", "same");
    }
    if (part.getLong("partsLeftOut") > 0) {
      String more = HumanNumbers.count(part.getLong("partsLeftOut"));
      row(below + "%s parts that are not shown".formatted(more), "", "", "", "", "");
    }
  }

  private void row(
      String name, String keys, String hash, String there, String hashThere, String state) {
    if (against == null) {
      table.row(name, keys, hash);
    } else {
      table.row(name, keys, hash, there, hashThere, state);
    }
  }

  private boolean differs(JsonObject part) {
    return against != null
        && !(part.getLong("keys").equals(part.getLong("keysThere"))
            && part.getString("hash").equals(part.getString("hashThere")));
  }
}
