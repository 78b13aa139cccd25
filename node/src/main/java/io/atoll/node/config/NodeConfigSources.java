package io.atoll.node.config;

import io.atoll.ring.Member;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;

/** Walks the three sources of a configuration in rising order and gathers what they say. */
final class NodeConfigSources {
  private static final int FILE = 1;
  private static final int VARIABLE = 2;
  private static final int FLAG = 3;

  /** Variables of the launcher and the client commands; no settings of a node. */
  private static final List<String> OTHER_VARIABLES =
      List.of("ATOLL_CONFIG", "ATOLL_URL", "ATOLL_LOG", "ATOLL_JAVA_OPTS", "ATOLL_JAVA_HOME");

  /** What the settings of a router begin with. */
  private static final String ROUTER_VARIABLES = "ATOLL_ROUTER_";

  /** What Kubernetes and Docker links put into the environment for a service called "atoll". */
  private static final Pattern SERVICE_VARIABLE =
      Pattern.compile("ATOLL_(.*_)?(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT|PORT_[0-9]+_(TCP|UDP).*)");

  final List<NodeConfigProblem> problems = new ArrayList<>();
  final NodeConfigValues values = new NodeConfigValues(problems);

  /** The initial members by the highest source that lists them, or null where none does. */
  List<Member> members;

  /** Where they are listed; null where nowhere. */
  String membersPlace;

  /** Whether there is a file that could not be read, so that nobody knows what is missing. */
  boolean fileUnread;

  void addFile(Path file) {
    fileUnread = true;
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      problems.add(new NodeConfigProblem(file.toString(), "there is no such file"));
      return;
    } catch (CharacterCodingException e) {
      problems.add(new NodeConfigProblem(file.toString(), "not UTF-8 text"));
      return;
    } catch (IOException e) {
      problems.add(new NodeConfigProblem(file.toString(), "cannot be read: " + e.getMessage()));
      return;
    }
    NodeConfigYaml yaml = new NodeConfigYaml(file.toString(), problems);
    int problemsBefore = problems.size();
    Node root = yaml.parse(text);
    fileUnread = problems.size() > problemsBefore;
    if (root == null) {
      return;
    }
    Map<String, Map<String, NodeConfigSetting<?>>> sections = sections();
    List<String> top = new ArrayList<>(sections.get("").keySet());
    sections.keySet().stream().filter(name -> !name.isEmpty()).forEach(top::add);
    Path base = file.toAbsolutePath().getParent();
    yaml.fields(root, "", top)
        .forEach(
            (name, node) -> {
              if (name.equals(NodeConfigSettings.INITIAL_MEMBERS.path())) {
                members(yaml, node);
              } else if (sections.containsKey(name)) {
                Map<String, NodeConfigSetting<?>> section = sections.get(name);
                yaml.fields(node, name, List.copyOf(section.keySet()))
                    .forEach((field, value) -> scalar(yaml, section.get(field), value, base));
              } else {
                scalar(yaml, sections.get("").get(name), node, base);
              }
            });
  }

  void addVariables(Map<String, String> environment) {
    Map<String, NodeConfigSetting<?>> known = new LinkedHashMap<>();
    NodeConfigSettings.ALL.forEach(setting -> known.put(setting.variable(), setting));
    new TreeMap<>(environment)
        .forEach(
            (name, text) -> {
              NodeConfigSetting<?> setting = known.get(name);
              if (setting != null) {
                text(setting, text, name, VARIABLE);
              } else if (name.startsWith("ATOLL_")
                  && !name.startsWith(ROUTER_VARIABLES)
                  && !OTHER_VARIABLES.contains(name)
                  && !SERVICE_VARIABLE.matcher(name).matches()) {
                String hint = NodeConfigSpelling.hint(name, known.keySet());
                problems.add(new NodeConfigProblem(name, "unknown variable" + hint));
              }
            });
  }

  void addFlags(Map<String, String> flags) {
    for (NodeConfigSetting<?> setting : NodeConfigSettings.ALL) {
      String text = flags.get(setting.flag());
      if (text != null) {
        text(setting, text, setting.flag(), FLAG);
      }
    }
  }

  private void text(NodeConfigSetting<?> setting, String text, String place, int rank) {
    if (setting.equals(NodeConfigSettings.INITIAL_MEMBERS)) {
      NodeConfigYaml yaml = new NodeConfigYaml(place, problems);
      Node node = yaml.parse(text);
      if (node != null) {
        members(yaml, node);
      }
    } else {
      values.add(setting, text, place, Path.of("").toAbsolutePath(), rank);
    }
  }

  private void scalar(NodeConfigYaml yaml, NodeConfigSetting<?> setting, Node node, Path base) {
    String text = yaml.text(node, setting.path());
    if (text != null) {
      values.add(setting, text, yaml.place(node), base, FILE);
    }
  }

  private void members(NodeConfigYaml yaml, Node node) {
    members = new NodeConfigMembers(yaml).read(node);
    membersPlace = yaml.place(node);
  }

  /** Settings by section of the file and name therein; the section "" is the top. */
  private static Map<String, Map<String, NodeConfigSetting<?>>> sections() {
    Map<String, Map<String, NodeConfigSetting<?>>> sections = new LinkedHashMap<>();
    sections.put("", new LinkedHashMap<>());
    for (NodeConfigSetting<?> setting : NodeConfigSettings.ALL) {
      int dot = setting.path().indexOf('.');
      String section = dot < 0 ? "" : setting.path().substring(0, dot);
      sections
          .computeIfAbsent(section, name -> new LinkedHashMap<>())
          .put(setting.path().substring(dot + 1), setting);
    }
    return sections;
  }
}
