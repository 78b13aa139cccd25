package io.atoll.node.config;

import io.atoll.platform.config.ConfigYaml;
import io.atoll.platform.config.SettingText;
import io.atoll.ring.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads the list of initial members and checks it as a whole. */
final class NodeConfigMembers {
  private static final List<String> FIELDS =
      List.of("id", "dc", "rack", "weight", "host", "gossip", "peer", "http", "client");
  private static final Function<String, Integer> PORT = SettingText.integer(1, 65_535);

  private final ConfigYaml yaml;
  private final Map<String, String> placesById = new HashMap<>();
  private final Map<String, String> placesByAddress = new HashMap<>();

  NodeConfigMembers(ConfigYaml yaml) {
    this.yaml = yaml;
  }

  /** The members that are right; problems of the others are with the tree. */
  List<Member> read(Node node) {
    List<Member> members = new ArrayList<>();
    if (!(node instanceof SequenceNode sequence)) {
      yaml.problem(node, "initialMembers must be a list of {" + String.join(", ", FIELDS) + "}");
      return members;
    }
    if (sequence.getValue().isEmpty()) {
      yaml.problem(node, "initialMembers is empty: it must list every node, this one too");
    }
    for (Node entry : sequence.getValue()) {
      Member member = member(entry, members.size());
      if (member != null) {
        members.add(member);
      }
    }
    return members;
  }

  private Member member(Node entry, int number) {
    Map<String, Node> fields = yaml.fields(entry, "initialMembers[]", FIELDS);
    String id = value(entry, fields, "id", SettingText::name, null);
    String dc = value(entry, fields, "dc", SettingText::name, null);
    String rack = value(entry, fields, "rack", SettingText::name, null);
    Integer weight = value(entry, fields, "weight", SettingText.integer(1, 1_000), 1);
    String host = value(entry, fields, "host", SettingText::host, null);
    Integer gossip = value(entry, fields, "gossip", PORT, null);
    Integer peer = value(entry, fields, "peer", PORT, null);
    Integer http = value(entry, fields, "http", PORT, null);
    Integer client = value(entry, fields, "client", PORT, null);
    if (id != null) {
      once(entry, placesById, id, "node id " + id);
    }
    if (host != null) {
      address(entry, "udp", host, gossip);
      address(entry, "tcp", host, peer);
      address(entry, "tcp", host, http);
      address(entry, "tcp", host, client);
    }
    boolean whole =
        id != null
            && dc != null
            && rack != null
            && weight != null
            && host != null
            && gossip != null
            && peer != null
            && http != null
            && client != null;
    return whole
        ? new Member(number, id, dc, rack, weight, host, gossip, peer, http, client)
        : null;
  }

  private <T> T value(
      Node entry, Map<String, Node> fields, String name, Function<String, T> parser, T fallback) {
    String path = "initialMembers[]." + name;
    Node node = fields.get(name);
    if (node == null) {
      if (fallback == null && !fields.isEmpty()) {
        yaml.problem(entry, path + " is missing");
      }
      return fallback;
    }
    String text = yaml.text(node, path);
    if (text == null) {
      return null;
    }
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      yaml.problem(node, "%s '%s': %s".formatted(path, text, e.getMessage()));
      return null;
    }
  }

  private void address(Node entry, String protocol, String host, Integer port) {
    if (port != null) {
      once(
          entry,
          placesByAddress,
          protocol + " " + host + " " + port,
          "%s port %d on %s".formatted(protocol.equals("udp") ? "UDP" : "TCP", port, host));
    }
  }

  private void once(Node entry, Map<String, String> places, String key, String what) {
    String before = places.putIfAbsent(key, yaml.place(entry));
    if (before != null) {
      yaml.problem(entry, what + " occurs twice in initialMembers, first at " + before);
    }
  }
}
