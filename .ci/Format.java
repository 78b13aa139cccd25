import com.google.googlejavaformat.java.Formatter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Formats the Java sources below directories, or, with --dry-run, names those that are not formatted and fails. */
class Format {
  public static void main(String[] args) throws Exception {
    boolean replace = args[0].equals("--replace");
    List<Path> sources = new ArrayList<>();
    for (String root : List.of(args).subList(1, args.length)) {
      try (var walk = Files.walk(Path.of(root))) {
        walk.filter(p -> p.toString().endsWith(".java")).sorted().forEach(sources::add);
      }
    }
    Formatter formatter = new Formatter();
    int wrong = 0;
    for (Path source : sources) {
      String text = Files.readString(source);
      String formatted;
      try {
        formatted = formatter.formatSourceAndFixImports(text);
      } catch (Exception e) {
        System.err.println(source + ": " + e.getMessage());
        wrong++;
        continue;
      }
      if (!formatted.equals(text)) {
        if (replace) {
          Files.writeString(source, formatted);
        } else {
          System.err.println("not formatted: " + source);
          wrong++;
        }
      }
    }
    if (wrong > 0) {
      System.err.println(wrong + " file(s) to format: run `mvn -N -Pformat validate`");
      System.exit(1);
    }
  }
}
