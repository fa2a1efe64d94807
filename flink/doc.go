// Package flink answers what Apache Flink makes of its memory options, version by version from 1.10 on: how it reads
// sizes and numbers, which options it knows, and how it divides the memory of a TaskManager and a JobManager. The
// answers are those of the released Flink classes, as recorded in testdata/flink. The package knows no files.
package flink
