package io.atoll.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** What a deterministic node must never call, and the state that it must never have. */
final class ForbiddenCalls {
  private ForbiddenCalls() {}

  /** Every such rule, by name, for the classes outside some packages. */
  static Map<String, ArchRule> outside(String... packages) {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    rules.put(
        "time comes from env",
        never(packages, "read or wait for real time", ForbiddenCalls::time)
            .because("virtual time must be the only time that a simulated node sees"));
    rules.put(
        "chance comes from env",
        never(packages, "draw unseeded random numbers", ForbiddenCalls::chance)
            .because("a seed must replay a run exactly"));
    rules.put(
        "nothing is printed",
        never(packages, "use System.out, System.err or System.in", ForbiddenCalls::terminal)
            .because("the process belongs to whoever started the node; a node has a log"));
    rules.put(
        "no mutable statics",
        fields()
            .that()
            .areStatic()
            .and()
            .areDeclaredInClassesThat()
            .resideOutsideOfPackages(packages)
            .should(neverChange())
            .because("nodes of one process share nothing, and a run leaves nothing to the next")
            .allowEmptyShould(true));
    return rules;
  }

  private static ArchRule never(String[] packages, String what, Predicate<AccessTarget> forbidden) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(packages)
        .should()
        .accessTargetWhere(
            DescribedPredicate.<JavaAccess<?>>describe(
                what, access -> forbidden.test(access.getTarget())))
        .as("no classes outside runtime should " + what)
        .allowEmptyShould(true);
  }

  private static boolean time(AccessTarget target) {
    JavaClass owner = target.getOwner();
    String name = target.getName();
    return (owner.isEquivalentTo(System.class)
            && (name.equals("currentTimeMillis") || name.equals("nanoTime")))
        || (owner.isEquivalentTo(Thread.class) && name.equals("sleep"))
        || (owner.getPackageName().equals("java.util.concurrent") && name.equals("sleep"))
        || (owner.getPackageName().startsWith("java.time") && name.equals("now"))
        || (owner.isEquivalentTo(Clock.class)
            && (name.startsWith("system") || name.startsWith("tick")));
  }

  private static boolean chance(AccessTarget target) {
    JavaClass owner = target.getOwner();
    String name = target.getName();
    return owner.getName().equals("java.util.concurrent.ThreadLocalRandom")
        || owner.getName().equals("java.security.SecureRandom")
        || (owner.isEquivalentTo(Math.class) && name.equals("random"))
        || (owner.isEquivalentTo(UUID.class) && name.equals("randomUUID"))
        || (owner.isEquivalentTo(RandomGenerator.class)
            && (name.equals("getDefault") || name.equals("of")))
        || ((owner.isEquivalentTo(Random.class) || owner.isEquivalentTo(SplittableRandom.class))
            && takes(target, 0))
        || (owner.isEquivalentTo(Collections.class)
            && name.equals("shuffle")
            && takesAsMethod(target, 1));
  }

  /** Whether this is a constructor of so many parameters. */
  private static boolean takes(AccessTarget target, int parameters) {
    return target instanceof AccessTarget.CodeUnitAccessTarget unit
        && unit.getName().equals("<init>")
        && unit.getRawParameterTypes().size() == parameters;
  }

  private static boolean takesAsMethod(AccessTarget target, int parameters) {
    return target instanceof AccessTarget.CodeUnitAccessTarget unit
        && unit.getRawParameterTypes().size() == parameters;
  }

  private static boolean terminal(AccessTarget target) {
    return target instanceof AccessTarget.FieldAccessTarget
            && target.getOwner().isEquivalentTo(System.class)
        || (target.getName().equals("printStackTrace")
            && target.getOwner().isAssignableTo(Throwable.class)
            && takesAsMethod(target, 0));
  }

  private static ArchCondition<JavaField> neverChange() {
    return new ArchCondition<>("be final and of a type that cannot change") {
      @Override
      public void check(JavaField field, ConditionEvents events) {
        boolean made = field.getModifiers().contains(JavaModifier.SYNTHETIC);
        boolean changes = !field.getModifiers().contains(JavaModifier.FINAL) || holdsState(field);
        if (changes && !made) {
          events.add(SimpleConditionEvent.violated(field, field.getFullName() + " can change"));
        }
      }
    };
  }

  /** Arrays and interfaces of collections pass: they may be constants. */
  private static boolean holdsState(JavaField field) {
    JavaClass type = field.getRawType();
    boolean collection = type.isAssignableTo(Collection.class) || type.isAssignableTo(Map.class);
    return type.getPackageName().equals("java.util.concurrent.atomic")
        || type.isAssignableTo(Appendable.class)
        || type.isAssignableTo(Random.class)
        || (collection && !type.isInterface());
  }
}
