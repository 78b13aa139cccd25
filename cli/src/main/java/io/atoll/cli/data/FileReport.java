package io.atoll.cli.data;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * What the check found in one file.
 *
 * @param file relative to the data directory
 * @param sizeBytes of the file
 * @param found what is in it, in words
 * @param damage empty when all is well
 */
record FileReport(String file, long sizeBytes, String found, List<Damage> damage) {
  FileReport {
    damage = List.copyOf(damage);
  }

  JsonObject json() {
    JsonArray list = new JsonArray();
    for (Damage each : damage) {
      list.add(
          new JsonObject()
              .put("offset", each.offset())
              .put("what", each.what())
              .put("held", each.held()));
    }
    return new JsonObject()
        .put("file", file)
        .put("bytes", sizeBytes)
        .put("found", found)
        .put("damage", list);
  }
}
