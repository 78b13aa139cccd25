package io.atoll.router.config;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
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

/** A YAML file as a tree that remembers places, for messages. */
final class RouterYaml {
  private final String source;
  private final BiConsumer<String, String> mistake;

  /**
   * @param source what places begin with
   * @param mistake takes the place and what is wrong there
   */
  RouterYaml(String source, BiConsumer<String, String> mistake) {
    this.source = source;
    this.mistake = mistake;
  }

  /** The tree, or null where the text is empty or no YAML. */
  Node parse(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(10);
    options.setNestingDepthLimit(16);
    try {
      return new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
      mistake.accept(place(mark), "not YAML: " + oneLine(e.getProblem()));
    } catch (YAMLException e) {
      mistake.accept(source, "not YAML: " + oneLine(e.getMessage()));
    }
    return null;
  }

  /** The fields of a mapping in the order written; what occurs twice is a mistake. */
  Map<String, Node> fields(Node node, String what) {
    Map<String, Node> fields = new LinkedHashMap<>();
    if (!(node instanceof MappingNode mapping)) {
      mistake(node, what + " must be a mapping of names to values");
      return fields;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      String name = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
      if (fields.putIfAbsent(name, tuple.getValueNode()) != null) {
        mistake(tuple.getKeyNode(), name + " is written twice");
      }
    }
    return fields;
  }

  /** The texts of a list, of which one alone may stand without brackets. */
  List<ScalarNode> texts(Node node, String what) {
    List<ScalarNode> texts = new ArrayList<>();
    List<Node> items = node instanceof SequenceNode list ? list.getValue() : List.of(node);
    for (Node item : items) {
      if (item instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
        texts.add(scalar);
      } else {
        mistake(item, what + ": a list of addresses is needed");
      }
    }
    return texts;
  }

  void mistake(Node node, String message) {
    mistake.accept(place(node), message);
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
