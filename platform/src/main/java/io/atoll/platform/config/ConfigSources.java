package io.atoll.platform.config;

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
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Walks the sources of a configuration, a YAML file, variables and flags, in rising order, and
 * gathers what they say and every mistake of all of them. Add the sources in that order.
 */
public final class ConfigSources {
  private static final int FILE = 1;
  private static final int VARIABLE = 2;
  private static final int FLAG = 3;

  /** What Kubernetes and Docker links put into the environment for a service called "atoll". */
  private static final Pattern SERVICE_VARIABLE =
      Pattern.compile("ATOLL_(.*_)?(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT|PORT_[0-9]+_(TCP|UDP).*)");

  private final String prefix;
  private final List<Setting<?>> settings;
  private final Map<String, Structure> structures;
  private final Predicate<String> ofOthers;
  private final List<ConfigProblem> problems = new ArrayList<>();
  private final SettingValues values = new SettingValues(problems);
  private boolean fileUnread;

  /** Reads a value that is no single text. */
  @FunctionalInterface
  public interface Structure {
    /** Takes what one source says; it replaces what weaker ones said. */
    void read(ConfigYaml yaml, Node node);
  }

  /**
   * Without sources yet.
   *
   * @param prefix of all variables, such as {@code ATOLL_}
   * @param settings what can be set, structured values among them where they have a flag
   * @param structures by path: the values that are no single text, in a variable or flag as YAML
   * @param ofOthers variables with that prefix that others read
   */
  public ConfigSources(
      String prefix,
      List<Setting<?>> settings,
      Map<String, Structure> structures,
      Predicate<String> ofOthers) {
    this.prefix = prefix;
    this.settings = List.copyOf(settings);
    this.structures = new LinkedHashMap<>(structures);
    this.ofOthers = ofOthers;
  }

  /** What was read so far. */
  public SettingValues values() {
    return values;
  }

  /** Whether there is a file that could not be read, so that nobody knows what is missing. */
  public boolean isFileUnread() {
    return fileUnread;
  }

  public boolean hasProblems() {
    return !problems.isEmpty();
  }

  public void problem(String place, String message) {
    problems.add(new ConfigProblem(place, message));
  }

  /**
   * Ends the reading.
   *
   * @throws ConfigException with every mistake, where there is one
   */
  public void check() throws ConfigException {
    if (hasProblems()) {
      throw new ConfigException(problems);
    }
  }

  public void addFile(Path file) {
    fileUnread = true;
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      problem(file.toString(), "there is no such file");
      return;
    } catch (CharacterCodingException e) {
      problem(file.toString(), "not UTF-8 text");
      return;
    } catch (IOException e) {
      problem(file.toString(), "cannot be read: " + e.getMessage());
      return;
    }
    ConfigYaml yaml = new ConfigYaml(file.toString(), problems);
    int problemsBefore = problems.size();
    Node root = yaml.parse(text);
    fileUnread = problems.size() > problemsBefore;
    if (root != null) {
      addTree(yaml, root, file.toAbsolutePath().getParent());
    }
  }

  private void addTree(ConfigYaml yaml, Node root, Path base) {
    Map<String, Map<String, Setting<?>>> sections = sections();
    List<String> top = new ArrayList<>(sections.get("").keySet());
    structures.keySet().stream().filter(name -> !top.contains(name)).forEach(top::add);
    sections.keySet().stream().filter(name -> !name.isEmpty()).forEach(top::add);
    yaml.fields(root, "", top)
        .forEach(
            (name, node) -> {
              if (structures.containsKey(name)) {
                structures.get(name).read(yaml, node);
              } else if (sections.containsKey(name)) {
                Map<String, Setting<?>> section = sections.get(name);
                yaml.fields(node, name, List.copyOf(section.keySet()))
                    .forEach((field, value) -> scalar(yaml, section.get(field), value, base));
              } else {
                scalar(yaml, sections.get("").get(name), node, base);
              }
            });
  }

  public void addVariables(Map<String, String> environment) {
    Map<String, Setting<?>> known = new LinkedHashMap<>();
    settings.forEach(setting -> known.put(setting.variable(prefix), setting));
    Map<String, String> structured = new LinkedHashMap<>();
    structures.keySet().forEach(path -> structured.put(Setting.variable(prefix, path), path));
    new TreeMap<>(environment)
        .forEach(
            (name, text) -> {
              if (structured.containsKey(name)) {
                structure(structured.get(name), text, name);
              } else if (known.containsKey(name)) {
                text(known.get(name), text, name, VARIABLE);
              } else if (name.startsWith(prefix)
                  && !ofOthers.test(name)
                  && !SERVICE_VARIABLE.matcher(name).matches()) {
                problem(name, "unknown variable" + Spelling.hint(name, known.keySet()));
              }
            });
  }

  /** By name with dashes, such as {@code --node-id}; only known names. */
  public void addFlags(Map<String, String> flags) {
    for (Setting<?> setting : settings) {
      String text = flags.get(setting.flag());
      if (text != null && structures.containsKey(setting.path())) {
        structure(setting.path(), text, setting.flag());
      } else if (text != null) {
        text(setting, text, setting.flag(), FLAG);
      }
    }
  }

  private void structure(String path, String text, String place) {
    ConfigYaml yaml = new ConfigYaml(place, problems);
    Node node = yaml.parse(text);
    if (node != null) {
      structures.get(path).read(yaml, node);
    }
  }

  private void text(Setting<?> setting, String text, String place, int rank) {
    values.add(setting, text, place, Path.of("").toAbsolutePath(), rank);
  }

  private void scalar(ConfigYaml yaml, Setting<?> setting, Node node, Path base) {
    String text = yaml.text(node, setting.path());
    if (text != null) {
      values.add(setting, text, yaml.place(node), base, FILE);
    }
  }

  /** Settings by section of the file and name therein; the section "" is the top. */
  private Map<String, Map<String, Setting<?>>> sections() {
    Map<String, Map<String, Setting<?>>> sections = new LinkedHashMap<>();
    sections.put("", new LinkedHashMap<>());
    for (Setting<?> setting : settings) {
      int dot = setting.path().indexOf('.');
      String section = dot < 0 ? "" : setting.path().substring(0, dot);
      sections
          .computeIfAbsent(section, name -> new LinkedHashMap<>())
          .put(setting.path().substring(dot + 1), setting);
    }
    return sections;
  }
}
