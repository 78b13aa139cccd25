package io.atoll.node.config;

import java.io.StringReader;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * A YAML text as a tree that remembers places. Whatever is wrong with its shape is added to the
 * list of problems, and the reading goes on.
 */
final class NodeConfigYaml {
  private final String source;
  private final List<NodeConfigProblem> problems;

  /**
   * @param source what places begin with: the file's path as the user wrote it, or a variable
   * @param problems where mistakes are added
   */
  NodeConfigYaml(String source, List<NodeConfigProblem> problems) {
    this.source = source;
    this.problems = problems;
  }

  /** The tree, or null where the text is empty or no YAML at all. */
  Node parse(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(10);
    options.setNestingDepthLimit(16);
    try {
      return new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
      problems.add(new NodeConfigProblem(place(mark), "not YAML: " + oneLine(e.getProblem())));
    } catch (YAMLException e) {
      problems.add(new NodeConfigProblem(source, "not YAML: " + oneLine(e.getMessage())));
    }
    return null;
  }

  /**
   * The values of a mapping by name, in the order written. Names that are not known or occur twice
   * are problems and left out.
   *
   * @param where what the mapping is, for messages, such as {@code limits}; "" for the whole file
   */
  Map<String, Node> fields(Node node, String where, List<String> known) {
    Map<String, Node> fields = new LinkedHashMap<>();
    if (!(node instanceof MappingNode mapping)) {
      String what = where.isEmpty() ? "the configuration" : where;
      problem(node, "%s must be a mapping of %s".formatted(what, String.join(", ", known)));
      return fields;
    }
    String prefix = where.isEmpty() ? "" : where + ".";
    Map<String, Node> first = new HashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Node key = tuple.getKeyNode();
      String name = key instanceof ScalarNode scalar ? scalar.getValue() : "?";
      Node before = first.putIfAbsent(name, key);
      if (!known.contains(name)) {
        String hint = NodeConfigSpelling.hint(name, known);
        String allowed =
            hint.isEmpty() ? "; known: " + String.join(", ", new TreeSet<>(known)) : "";
        problem(key, "unknown field %s%s%s%s".formatted(prefix, name, hint, allowed));
      } else if (before != null) {
        problem(key, "%s%s is written twice, first at %s".formatted(prefix, name, place(before)));
      } else {
        fields.put(name, tuple.getValueNode());
      }
    }
    return fields;
  }

  /** The text of a scalar, or null, with a problem, where the node is none or empty. */
  String text(Node node, String path) {
    if (!(node instanceof ScalarNode scalar)) {
      problem(node, path + ": one value is needed here, not a list or a mapping");
      return null;
    }
    if (scalar.getValue().isEmpty()) {
      problem(node, path + " has no value: write one, or leave the line out");
      return null;
    }
    return scalar.getValue();
  }

  void problem(Node node, String message) {
    problems.add(new NodeConfigProblem(place(node), message));
  }

  String place(Node node) {
    return place(node.getStartMark());
  }

  private String place(Mark mark) {
    return mark == null
        ? source
        : source + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
  }

  private static String oneLine(String text) {
    return text == null ? "cannot be read" : text.replaceAll("\\s+", " ").strip();
  }
}
