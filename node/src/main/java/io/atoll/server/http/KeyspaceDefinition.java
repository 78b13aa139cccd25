package io.atoll.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.atoll.platform.http.Json;
import io.atoll.platform.http.Problem.Mistake;
import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.ConsistencyLevel;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Topology;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A keyspace as JSON. What is left out gets its default: three replicas in every DC, or as many as
 * the DC has nodes; siblings; quorum.
 *
 * @param keyspace what was defined, with id 0; null when there are mistakes
 * @param mistakes everything that is wrong with it, found at once
 */
record KeyspaceDefinition(Keyspace keyspace, List<Mistake> mistakes) {
  /**
   * Reads a definition.
   *
   * @param json an object, or nothing at all for one that is all defaults
   */
  static KeyspaceDefinition parse(String name, byte[] json, Topology topology) {
    List<Mistake> mistakes = new ArrayList<>();
    if (!name.matches("[a-z][a-z0-9_-]{0,63}")) {
      mistakes.add(
          new Mistake(
              "name",
              "'%s' is not a keyspace name: must be 1 to 64 of a-z 0-9 _ -, the first a letter"
                  .formatted(Routes.shortened(name))));
    }
    Reader reader = new Reader(topology, mistakes);
    JsonNode root = object(json, mistakes);
    if (root != null) {
      root.properties().forEach(field -> reader.take(field.getKey(), field.getValue()));
      reader.checkReplicas();
      reader.checkLevel("read", reader.read);
      reader.checkLevel("write", reader.write);
    }
    Keyspace keyspace =
        mistakes.isEmpty()
            ? new Keyspace(0, name, reader.replication, reader.conflicts, reader.read, reader.write)
            : null;
    return new KeyspaceDefinition(keyspace, mistakes);
  }

  /** A keyspace as the API shows it. */
  static Map<String, Object> show(Keyspace keyspace) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", keyspace.name());
    json.put("id", keyspace.id());
    json.put("replication", keyspace.replication());
    json.put("conflicts", keyspace.conflicts().name().toLowerCase(Locale.ROOT));
    json.put("read", level(keyspace.read()));
    json.put("write", level(keyspace.write()));
    return json;
  }

  private static Object level(ConsistencyLevel level) {
    return level instanceof ConsistencyLevel.Count count ? count.replicas() : level.toString();
  }

  private static JsonNode object(byte[] json, List<Mistake> mistakes) {
    try {
      JsonNode root = Json.decode(json.length == 0 ? new byte[] {'{', '}'} : json);
      if (root.isObject()) {
        return root;
      }
      mistakes.add(new Mistake("", "the body must be a JSON object, such as {}"));
    } catch (JsonProcessingException e) {
      mistakes.add(
          new Mistake(
              "",
              "the body is no JSON, line %d: %s"
                  .formatted(
                      e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                      e.getOriginalMessage())));
    } catch (IOException e) {
      mistakes.add(new Mistake("", "the body is no JSON: " + e.getMessage()));
    }
    return null;
  }

  /** Reads the fields one by one, starting from the defaults. */
  private static final class Reader {
    private final SortedMap<String, Integer> nodesByDc = new TreeMap<>();
    private final List<Mistake> mistakes;
    private final SortedMap<String, Integer> replication = new TreeMap<>();
    private ConflictPolicy conflicts = ConflictPolicy.SIBLINGS;
    private ConsistencyLevel read = ConsistencyLevel.Named.QUORUM;
    private ConsistencyLevel write = ConsistencyLevel.Named.QUORUM;
    private boolean replicationKnown = true;

    Reader(Topology topology, List<Mistake> mistakes) {
      this.mistakes = mistakes;
      topology.members().values().forEach(member -> nodesByDc.merge(member.dc(), 1, Integer::sum));
      nodesByDc.forEach(
          (dc, nodes) -> replication.put(dc, Math.min(Topology.DEFAULT_FACTOR, nodes)));
    }

    void take(String field, JsonNode value) {
      switch (field) {
        case "replication" -> replication(value);
        case "conflicts" -> conflicts(value);
        case "read" -> read = level(field, value, read);
        case "write" -> write = level(field, value, write);
        default ->
            mistake(
                field,
                "'%s' is not a field: must be replication, conflicts, read or write"
                    .formatted(field));
      }
    }

    private void replication(JsonNode value) {
      replication.clear();
      int before = mistakes.size();
      if (!value.isObject()) {
        mistake(
            "replication", "replication must be an object of DC to replicas, such as {\"us\": 3}");
      } else {
        value.properties().forEach(entry -> factor(entry.getKey(), entry.getValue()));
        if (replication.isEmpty() && mistakes.size() == before) {
          mistake("replication", "replication must give at least one DC 1 replica or more");
        }
      }
      replicationKnown = mistakes.size() == before;
    }

    private void factor(String dc, JsonNode value) {
      String field = "replication." + dc;
      Integer nodes = nodesByDc.get(dc);
      if (nodes == null) {
        mistake(
            field,
            "replication names the DC '%s'; the DCs are %s"
                .formatted(dc, String.join(", ", nodesByDc.keySet())));
      } else if (!value.canConvertToInt()
          || !value.isIntegralNumber()
          || value.intValue() < 0
          || value.intValue() > Math.min(nodes, Keyspace.MAX_FACTOR)) {
        mistake(
            field,
            nodes <= Keyspace.MAX_FACTOR
                ? "replication.%s=%s: must be 0 to %d, for so many nodes has the DC"
                    .formatted(dc, value, nodes)
                : "replication.%s=%s: must be 0 to %d, the most replicas in one DC"
                    .formatted(dc, value, Keyspace.MAX_FACTOR));
      } else if (value.intValue() > 0) {
        replication.put(dc, value.intValue());
      }
    }

    private void conflicts(JsonNode value) {
      for (ConflictPolicy policy : ConflictPolicy.values()) {
        if (value.isTextual() && policy.name().toLowerCase(Locale.ROOT).equals(value.textValue())) {
          conflicts = policy;
          return;
        }
      }
      mistake("conflicts", "conflicts=%s: must be \"siblings\" or \"lww\"".formatted(value));
    }

    private ConsistencyLevel level(String field, JsonNode value, ConsistencyLevel otherwise) {
      String text = value.isIntegralNumber() ? value.asText() : value.textValue();
      try {
        return ConsistencyLevel.parse(text == null ? value.toString() : text);
      } catch (IllegalArgumentException e) {
        mistake(field, field + ": " + e.getMessage());
        return otherwise;
      }
    }

    /** The defaults, too, are too many where there are very many DCs. */
    void checkReplicas() {
      if (replicationKnown && replicas() > Keyspace.MAX_REPLICAS) {
        mistake(
            "replication",
            "replication gives %d replicas in all DCs together (%s): must be 1 to %d"
                .formatted(replicas(), replication, Keyspace.MAX_REPLICAS));
      }
    }

    private int replicas() {
      return replication.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** A number that exceeds the replicas can never be met. */
    void checkLevel(String field, ConsistencyLevel level) {
      int replicas = replicas();
      if (replicationKnown
          && level instanceof ConsistencyLevel.Count count
          && count.replicas() > replicas) {
        mistake(
            field,
            "%s=%d can never be met: the keyspace has %d replicas"
                .formatted(field, count.replicas(), replicas));
      }
    }

    private void mistake(String field, String detail) {
      mistakes.add(new Mistake(field, detail));
    }
  }
}
