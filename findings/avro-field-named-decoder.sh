#!/usr/bin/env bash
# Avro's Java code generator, 1.12.2: a record field named "decoder" or "encoder" is legal in the schema, and the class generated for it does
# not compile. The generator gives every class static methods getDecoder() and getEncoder() of its own, and the field's getter is another
# method of that name. "schema", whose accessor would clash likewise, is renamed (getSchema$); these two are not.
# Seen: "method getDecoder() is already defined in class Probe", and the same for getEncoder(); with "schema" alone it compiles.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir -p src/main/avro

cat > pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>probe</groupId><artifactId>probe</artifactId><version>1</version>
  <properties>
    <maven.compiler.release>17</maven.compiler.release>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
  <dependencies>
    <dependency><groupId>org.apache.avro</groupId><artifactId>avro</artifactId><version>1.12.2</version></dependency>
  </dependencies>
  <build><plugins>
    <plugin><artifactId>maven-compiler-plugin</artifactId><version>3.14.0</version></plugin>
    <plugin><artifactId>maven-resources-plugin</artifactId><version>3.3.1</version></plugin>
    <plugin>
      <groupId>org.apache.avro</groupId><artifactId>avro-maven-plugin</artifactId><version>1.12.2</version>
      <executions><execution><goals><goal>schema</goal></goals></execution></executions>
    </plugin>
  </plugins></build>
</project>
POM

compile() { # field
  printf '{"type": "record", "name": "Probe", "fields": [{"name": "%s", "type": "string"}]}\n' "$1" > src/main/avro/Probe.avsc
  rm -rf target
  mvn -B -q compile > log 2>&1
}

for field in decoder encoder; do
  if compile "$field"; then
    echo "changed: a field named $field compiles now"; exit 1
  fi
  grep -q "method get${field^}() is already defined" log || { echo "changed: it fails in another way"; cat log; exit 1; }
  echo "$field: $(grep -o "method get${field^}() is already defined in class [A-Za-z]*" log | head -1)"
done
compile schema || { echo "changed: a field named schema does not compile"; cat log; exit 1; }
echo "schema: compiles, with the accessor $(grep -o 'getSchema\$*()' target/generated-sources/avro/Probe.java | sort -u | grep -F '$' | head -1)"
