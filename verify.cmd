@echo off
rem Builds everything, checks it and runs the tests, on Windows.
rem Configured, never run: no log of a Windows machine proves it yet.
setlocal
call mvn -B -f "%~dp0pom.xml" --fail-at-end verify
