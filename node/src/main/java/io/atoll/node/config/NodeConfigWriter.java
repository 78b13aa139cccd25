package io.atoll.node.config;

import io.atoll.ring.Member;
import java.util.Map;

/** Writes the YAML of one node, as {@link NodeConfigReader} reads it. */
public final class NodeConfigWriter {
  private NodeConfigWriter() {}

  /**
   * The text of a configuration file.
   *
   * @param settings values by path, in the order in which they are to stand; sections are told by
   *     the dot in their path and must stand together
   * @param members what {@code initialMembers} lists
   */
  public static String yaml(Map<String, String> settings, Iterable<Member> members) {
    StringBuilder text = new StringBuilder();
    String section = "";
    for (Map.Entry<String, String> entry : settings.entrySet()) {
      int dot = entry.getKey().indexOf('.');
      String itsSection = dot < 0 ? "" : entry.getKey().substring(0, dot);
      if (!itsSection.equals(section) && dot >= 0) {
        text.append(itsSection).append(":\n");
      }
      section = itsSection;
      text.append(dot < 0 ? "" : "  ")
          .append(entry.getKey().substring(dot + 1))
          .append(": ")
          .append(quoted(entry.getValue()))
          .append('\n');
    }
    text.append("initialMembers:\n");
    for (Member m : members) {
      text.append(
          "  - {id: %s, dc: %s, rack: %s, weight: %d, host: %s, gossip: %d, peer: %d, http: %d, client: %d}\n"
              .formatted(
                  quoted(m.nodeId()),
                  quoted(m.dc()),
                  quoted(m.rack()),
                  m.weight(),
                  quoted(m.host()),
                  m.gossipPort(),
                  m.peerPort(),
                  m.httpPort(),
                  m.clientPort()));
    }
    return text.toString();
  }

  /** Plain where YAML cannot misread it; else between double quotes. */
  private static String quoted(String value) {
    if (value.matches("[A-Za-z0-9/][A-Za-z0-9_./-]*")) {
      return value;
    }
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
