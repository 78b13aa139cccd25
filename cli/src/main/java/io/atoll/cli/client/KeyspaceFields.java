package io.atoll.cli.client;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** What can be said of a keyspace; null for what is not. */
final class KeyspaceFields {
  @Option(
      names = "--replication",
      paramLabel = "DC=N",
      split = ",",
      description = "Replicas per DC. A keyspace that exists keeps them.")
  private Map<String, Integer> replication;

  @Option(
      names = "--conflicts",
      paramLabel = "POLICY",
      description = "siblings (all concurrent values are kept) or lww (the last write is).")
  private String conflicts;

  @Option(names = "--read", paramLabel = "LEVEL", description = "Level of reads that name none.")
  private String read;

  @Option(names = "--write", paramLabel = "LEVEL", description = "Level of writes that name none.")
  private String write;

  @Option(
      names = "--read-repair",
      paramLabel = "WHEN",
      description = {
        "background (a read is answered, then repairs) or blocking (a read is answered when as",
        "many replicas as its level asks for hold what it shows, so that none goes back)."
      })
  private String readRepair;

  boolean isEmpty() {
    return json().isEmpty();
  }

  /** As the API takes it. */
  Buffer encode() {
    return json().toBuffer();
  }

  private JsonObject json() {
    JsonObject json = new JsonObject();
    if (replication != null) {
      JsonObject factors = new JsonObject();
      new TreeMap<>(replication).forEach(factors::put);
      json.put("replication", factors);
    }
    put(json, "conflicts", conflicts);
    put(json, "read", read);
    put(json, "write", write);
    put(json, "readRepair", readRepair);
    return json;
  }

  private static void put(JsonObject json, String field, String value) {
    if (value != null) {
      json.put(field, value);
    }
  }
}
