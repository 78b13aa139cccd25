package io.atoll.platform.config;

import java.io.StringReader;
import java.util.ArrayList;
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
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A YAML text as a tree that remembers places. Whatever is wrong with its shape is added to the
 * list of problems, and the reading goes on.
 */
public final class ConfigYaml {
  private final String source;
  private final List<ConfigProblem> problems;

  /**
   * @param source what places begin with: the file's path as the user wrote it, or a variable
   * @param problems where mistakes are added
   */
  ConfigYaml(String source, List<ConfigProblem> problems) {
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
      problems.add(new ConfigProblem(place(mark), "not YAML: " + oneLine(e.getProblem())));
    } catch (YAMLException e) {
      problems.add(new ConfigProblem(source, "not YAML: " + oneLine(e.getMessage())));
    }
    return null;
  }

  /**
   * The values of a mapping by name, in the order written. Names that are not known or occur twice
   * are problems and left out.
   *
   * @param where what the mapping is, for messages, such as {@code limits}; "" for the whole file
   */
  public Map<String, Node> fields(Node node, String where, List<String> known) {
    String prefix = where.isEmpty() ? "" : where + ".";
    Map<String, Node> fields = new LinkedHashMap<>();
    for (Field field : all(node, where, String.join(", ", known))) {
      if (!known.contains(field.name)) {
        String hint = Spelling.hint(field.name, known);
        String allowed =
            hint.isEmpty() ? "; known: " + String.join(", ", new TreeSet<>(known)) : "";
        problem(field.key, "unknown field %s%s%s%s".formatted(prefix, field.name, hint, allowed));
      } else {
        put(fields, field, prefix);
      }
    }
    return fields;
  }

  /** The same of a mapping whose names are the user's own. */
  public Map<String, Node> fields(Node node, String where) {
    Map<String, Node> fields = new LinkedHashMap<>();
    for (Field field : all(node, where, "names to values")) {
      put(fields, field, where + ".");
    }
    return fields;
  }

  /** The texts of a list, of which one alone may stand without brackets. */
  public List<ScalarNode> texts(Node node, String path) {
    List<ScalarNode> texts = new ArrayList<>();
    List<Node> items = node instanceof SequenceNode list ? list.getValue() : List.of(node);
    for (Node item : items) {
      if (item instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
        texts.add(scalar);
      } else {
        problem(item, path + ": must be a list of addresses");
      }
    }
    return texts;
  }

  /** One field as written, with the place of the first that has its name. */
  private record Field(String name, Node key, Node value, Node firstKey) {}

  private List<Field> all(Node node, String where, String of) {
    List<Field> all = new ArrayList<>();
    if (!(node instanceof MappingNode mapping)) {
      String what = where.isEmpty() ? "the configuration" : where;
      problem(node, "%s must be a mapping of %s".formatted(what, of));
      return all;
    }
    Map<String, Node> first = new HashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Node key = tuple.getKeyNode();
      String name = key instanceof ScalarNode scalar ? scalar.getValue() : "?";
      first.putIfAbsent(name, key);
      all.add(new Field(name, key, tuple.getValueNode(), first.get(name)));
    }
    return all;
  }

  private void put(Map<String, Node> fields, Field field, String prefix) {
    if (fields.putIfAbsent(field.name, field.value) != null) {
      problem(
          field.key,
          "%s%s is written twice, first at %s"
              .formatted(prefix, field.name, place(field.firstKey)));
    }
  }

  /** The text of a scalar, or null, with a problem, where the node is none or empty. */
  public String text(Node node, String path) {
    if (!(node instanceof ScalarNode scalar)) {
      problem(node, path + ": must be one value, not a list or a mapping");
      return null;
    }
    if (scalar.getValue().isEmpty()) {
      problem(node, path + " has no value: write one, or leave the line out");
      return null;
    }
    return scalar.getValue();
  }

  public void problem(Node node, String message) {
    problems.add(new ConfigProblem(place(node), message));
  }

  public String place(Node node) {
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
