package io.atoll.cli.load;

import io.atoll.cli.client.Answer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;

/** Compares what a node answered to the read of a key with a record of that key. */
final class StoredValue {
  private StoredValue() {}

  /** Whether the record's value is there: alone or, as concurrent writes are, among siblings. */
  static boolean holds(Answer answer, LoadRecord record) {
    return isOnly(answer, record)
        || answer.status() == 300
            && siblings(answer).stream()
                .map(JsonObject.class::cast)
                .anyMatch(sibling -> Arrays.equals(Answer.valueOf(sibling), record.value()));
  }

  /** Whether the record's value is there and no other. */
  static boolean isOnly(Answer answer, LoadRecord record) {
    return answer.status() == 200 && Arrays.equals(answer.body().getBytes(), record.value());
  }

  /** What is there instead. */
  static String difference(Answer answer, LoadRecord record) {
    return answer.status() == 200
        ? "%s has another value: %d bytes, not these %d"
            .formatted(answer.url(), answer.body().length(), record.value().length)
        : "%s has %d other values".formatted(answer.url(), siblings(answer).size());
  }

  private static JsonArray siblings(Answer answer) {
    return answer.json().getJsonArray("siblings");
  }
}
