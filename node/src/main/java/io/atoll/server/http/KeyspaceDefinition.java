package io.atoll.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.atoll.platform.http.Json;
import io.atoll.platform.http.Problem.Mistake;
import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.ConsistencyLevel;
import io.atoll.ring.Keyspace;
import io.atoll.ring.ReadRepair;
import io.atoll.ring.Topology;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A keyspace, or a change of one, as JSON. What is left out of a new one gets its default: three
 * replicas in every DC, or as many as the DC has nodes; siblings; quorum; read repair in the
 * background. What is left out of a change stays.
 *
 * @param keyspace what was defined, with id 0; null when there are mistakes
 * @param named the fields that were given
 * @param mistakes what is wrong with it, found at once, the first {@value #MAX_MISTAKES}
 */
record KeyspaceDefinition(Keyspace keyspace, Set<String> named, List<Mistake> mistakes) {
  private static final int MAX_MISTAKES = 20;

  /**
   * Reads the definition of a new keyspace.
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
    return new Reader(topology, mistakes).read(name, json);
  }

  /**
   * Reads a change.
   *
   * @param json an object of what is to be otherwise
   */
  static KeyspaceDefinition change(Keyspace before, byte[] json, Topology topology) {
    return new Reader(topology, new ArrayList<>()).startingFrom(before).read(before.name(), json);
  }

  /** A keyspace with what is named here as it is here. */
  Keyspace over(Keyspace before) {
    return new Keyspace(
        before.id(),
        before.name(),
        named.contains("replication") ? keyspace.replication() : before.replication(),
        named.contains("conflicts") ? keyspace.conflicts() : before.conflicts(),
        named.contains("read") ? keyspace.read() : before.read(),
        named.contains("write") ? keyspace.write() : before.write(),
        named.contains("readRepair") ? keyspace.readRepair() : before.readRepair());
  }

  /** What a keyspace has otherwise than it is defined here; "" for nothing. */
  String differences(Keyspace other) {
    List<String> differences = new ArrayList<>();
    difference(differences, "replication", keyspace.replication(), other.replication());
    difference(differences, "conflicts", text(keyspace.conflicts()), text(other.conflicts()));
    difference(differences, "read", keyspace.read(), other.read());
    difference(differences, "write", keyspace.write(), other.write());
    difference(differences, "readRepair", text(keyspace.readRepair()), text(other.readRepair()));
    return String.join(", ", differences);
  }

  private static void difference(
      List<String> differences, String field, Object here, Object there) {
    if (!here.equals(there)) {
      differences.add("%s is %s and not %s".formatted(field, there, here));
    }
  }

  private static String text(Enum<?> option) {
    return option.name().toLowerCase(Locale.ROOT);
  }

  /** A keyspace as the API shows it. */
  static Map<String, Object> show(Keyspace keyspace) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", keyspace.name());
    json.put("id", keyspace.id());
    json.put("replication", keyspace.replication());
    json.put("conflicts", text(keyspace.conflicts()));
    json.put("read", level(keyspace.read()));
    json.put("write", level(keyspace.write()));
    json.put("readRepair", text(keyspace.readRepair()));
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
    private final Set<String> named = new HashSet<>();
    private final List<Mistake> mistakes;
    private final SortedMap<String, Integer> replication = new TreeMap<>();
    private ConflictPolicy conflicts = ConflictPolicy.SIBLINGS;
    private ConsistencyLevel read = ConsistencyLevel.Named.QUORUM;
    private ConsistencyLevel write = ConsistencyLevel.Named.QUORUM;
    private ReadRepair readRepair = ReadRepair.BACKGROUND;
    private boolean replicationKnown = true;

    /** With the defaults. */
    Reader(Topology topology, List<Mistake> mistakes) {
      this.mistakes = mistakes;
      topology.members().values().forEach(member -> nodesByDc.merge(member.dc(), 1, Integer::sum));
      nodesByDc.forEach(
          (dc, nodes) -> replication.put(dc, Math.min(Topology.DEFAULT_FACTOR, nodes)));
    }

    Reader startingFrom(Keyspace before) {
      replication.clear();
      replication.putAll(before.replication());
      conflicts = before.conflicts();
      read = before.read();
      write = before.write();
      readRepair = before.readRepair();
      return this;
    }

    KeyspaceDefinition read(String name, byte[] json) {
      JsonNode root = object(json, mistakes);
      if (root != null) {
        for (Map.Entry<String, JsonNode> field : root.properties()) {
          if (mistakes.size() < MAX_MISTAKES) {
            take(field.getKey(), field.getValue());
          }
        }
        checkReplicas();
        checkLevel("read", read);
        checkLevel("write", write);
      }
      Keyspace keyspace =
          mistakes.isEmpty()
              ? new Keyspace(0, name, replication, conflicts, read, write, readRepair)
              : null;
      return new KeyspaceDefinition(keyspace, named, mistakes);
    }

    private void take(String field, JsonNode value) {
      named.add(field);
      switch (field) {
        case "replication" -> replication(value);
        case "conflicts" -> conflicts = option(field, value, conflicts);
        case "read" -> read = level(field, value, read);
        case "write" -> write = level(field, value, write);
        case "readRepair" -> readRepair = option(field, value, readRepair);
        default ->
            mistake(
                field,
                "'%s' is not a field: must be replication, conflicts, read, write or readRepair"
                    .formatted(Routes.shortened(field)));
      }
    }

    private void replication(JsonNode value) {
      replication.clear();
      int before = mistakes.size();
      if (!value.isObject()) {
        mistake(
            "replication", "replication must be an object of DC to replicas, such as {\"us\": 3}");
      } else {
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
          if (mistakes.size() < MAX_MISTAKES) {
            factor(entry.getKey(), entry.getValue());
          }
        }
        if (replication.isEmpty() && mistakes.size() == before) {
          mistake("replication", "replication must give at least one DC 1 replica or more");
        }
      }
      replicationKnown = mistakes.size() == before;
    }

    private void factor(String dc, JsonNode value) {
      String shown = Routes.shortened(dc);
      String field = "replication." + shown;
      Integer nodes = nodesByDc.get(dc);
      if (nodes == null) {
        mistake(
            field,
            "replication names the DC '%s'; the DCs are %s"
                .formatted(shown, Routes.shortened(String.join(", ", nodesByDc.keySet()))));
      } else if (!value.canConvertToInt()
          || !value.isIntegralNumber()
          || value.intValue() < 0
          || value.intValue() > Math.min(nodes, Keyspace.MAX_FACTOR)) {
        mistake(
            field,
            nodes <= Keyspace.MAX_FACTOR
                ? "replication.%s=%s: must be 0 to %d, for so many nodes has the DC"
                    .formatted(shown, Routes.shortened(value.toString()), nodes)
                : "replication.%s=%s: must be 0 to %d, the most replicas in one DC"
                    .formatted(shown, Routes.shortened(value.toString()), Keyspace.MAX_FACTOR));
      } else if (value.intValue() > 0) {
        replication.put(dc, value.intValue());
      }
    }

    /** One of a few, by its name in lower case. */
    private <T extends Enum<T>> T option(String field, JsonNode value, T otherwise) {
      T[] all = otherwise.getDeclaringClass().getEnumConstants();
      for (T each : all) {
        if (value.isTextual() && text(each).equals(value.textValue())) {
          return each;
        }
      }
      mistake(
          field,
          "%s=%s: must be \"%s\""
              .formatted(
                  field,
                  Routes.shortened(value.toString()),
                  Arrays.stream(all)
                      .map(KeyspaceDefinition::text)
                      .collect(Collectors.joining("\" or \""))));
      return otherwise;
    }

    private ConsistencyLevel level(String field, JsonNode value, ConsistencyLevel otherwise) {
      String text = value.isIntegralNumber() ? value.asText() : value.textValue();
      try {
        return ConsistencyLevel.parse(Routes.shortened(text == null ? value.toString() : text));
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
