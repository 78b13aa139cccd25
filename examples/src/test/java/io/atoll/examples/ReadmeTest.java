package io.atoll.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The code of the README does what the README says, on a cluster as {@code atoll dev} starts it.
 *
 * <p>A command of a shell block must end with 0. A comment behind it that begins with three digits
 * is the status of its last HTTP answer; without one, that is below 400. A Java block must compile
 * and run; a comment behind a {@code println} is what it prints. New blocks are run like this
 * unless they are named here.
 */
@ExtendWith(RunningCluster.Extension.class)
class ReadmeTest {
  /** Blocks that cannot be run here, by their first line, and why. */
  private static final Map<String, String> NOT_RUN =
      Map.of(
          "./atoll dev", "the cluster of this test stands in for it",
          "./atoll dev --processes", "the cluster of this test stands in for it",
          "mvn -B verify", "it is what runs this test",
          "kill -9 $(jq -r '.nodes[] | select(.dc == \"eu\") | .pid' .atoll/dev/cluster.json)",
              "the process that would be killed is this one; LiveExperimentTest kills some",
          "for n in eu-1 eu-2 eu-3; do ./atoll node --config .atoll/dev/$n/node.yaml & done",
              "nothing was killed",
          "curl -i \"$EU/v1/kv/default/greeting?r=local_quorum\"   # hello: from its own disks",
              "its answers are those of a DC that was dead",
          "./atoll kill-test", "it takes minutes; LiveExperimentTest runs a small one",
          "./atoll hostile-test --http 127.0.0.1:7400",
              "it takes minutes; HostileTrialTest runs a small one");

  /** What is made smaller here, so that it takes seconds. */
  private static final Map<String, String> SMALLER =
      Map.of(
          "--seeds 1..100", "--seeds 1..1",
          "--duration 10s", "--duration 1s --warm-up 0s --keys 100");

  private static final Pattern STATUS = Pattern.compile("#\\s*(\\d{3})\\b");
  private static final Pattern PRINTS = Pattern.compile("println\\(.*//\\s*(.*)$");

  @Test
  void everyCommandDoesWhatIsSaid(RunningCluster cluster) throws Exception {
    ShellScript script = new ShellScript(cluster);
    Files.writeString(cluster.directory().resolve("book.txt"), "It was\nthe best of times\n");
    boolean jq = onPath("jq");
    for (Readme.Block block : Readme.blocks("sh")) {
      if (NOT_RUN.containsKey(block.lines().getFirst())) {
        continue;
      }
      if (!jq && block.lines().stream().anyMatch(line -> line.contains("jq "))) {
        System.out.printf("README.md:%d needs jq, which is not here%n", block.firstLine());
        continue;
      }
      block.commands().forEach(command -> script.add(smaller(command)));
    }
    List<String> wrong = new ArrayList<>();
    for (ShellScript.Result result : script.run()) {
      Matcher status = STATUS.matcher(result.command().text());
      boolean right =
          status.find()
              ? result.status() == Integer.parseInt(status.group(1))
              : result.status() < 400;
      if (result.exitCode() != 0 || !right) {
        wrong.add(
            "README.md:%d: %s ended with %d and HTTP %d: %s"
                .formatted(
                    result.command().line(),
                    result.command().text().strip(),
                    result.exitCode(),
                    result.status(),
                    result.output()));
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static Readme.Command smaller(Readme.Command command) {
    String text = command.text();
    for (Map.Entry<String, String> each : SMALLER.entrySet()) {
      text = text.replace(each.getKey(), each.getValue());
    }
    return new Readme.Command(command.line(), text);
  }

  private static boolean onPath(String program) {
    for (String directory : System.getenv("PATH").split(":", -1)) {
      if (Files.isExecutable(Path.of(directory, program))) {
        return true;
      }
    }
    return false;
  }

  @Test
  void everyLineOfJavaDoesWhatIsSaid(RunningCluster cluster) throws Exception {
    List<Readme.Block> blocks = Readme.blocks("java");
    assertThat(blocks).isNotEmpty();
    JavaProgram program = new JavaProgram(blocks, cluster);
    Path compiled = cluster.directory().resolve("readme-classes");
    assertThat(program.compile(compiled)).isEmpty();
    List<String> promised = new ArrayList<>();
    for (Readme.Block block : blocks) {
      for (String line : block.lines()) {
        Matcher prints = PRINTS.matcher(line);
        if (prints.find()) {
          promised.add(prints.group(1));
        }
      }
    }
    assertThat(program.run(compiled)).containsExactlyElementsOf(promised);
  }

  @Test
  void whatIsNotRunIsStillThere() throws IOException {
    Set<String> first = new HashSet<>();
    Readme.blocks("sh").forEach(block -> first.add(block.lines().getFirst()));
    assertThat(first).containsAll(NOT_RUN.keySet());
    String all = String.join("\n", Files.readAllLines(Path.of("../README.md")));
    assertThat(SMALLER.keySet()).allMatch(all::contains);
  }

  @Test
  void everyBlockHasALanguageThatIsRunOrNone() throws IOException {
    assertThat(Readme.blocks()).extracting(Readme.Block::language).isSubsetOf("sh", "java", "");
  }
}
