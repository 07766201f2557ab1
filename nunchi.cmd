@echo off
rem Nunchi for Windows: builds on first use, then opens the window; with a verb works without one.
rem Configured, never run: no log of a Windows machine proves it yet.
setlocal
set "ROOT=%~dp0"
set "TARGET=%ROOT%app\target"
if not defined JAVA_HOME (
    echo nunchi: set JAVA_HOME to a JDK 25, for example Temurin 25. 1>&2
    exit /b 1
)
findstr /b /c:"JAVA_VERSION=\"25" "%JAVA_HOME%\release" >nul 2>nul
if errorlevel 1 (
    echo nunchi: JAVA_HOME is not a JDK 25: %JAVA_HOME% 1>&2
    exit /b 1
)
if exist "%TARGET%\nunchi.stamp" goto run
where mvn >nul 2>nul
if errorlevel 1 (
    echo nunchi: Maven not found. Install it and put its bin folder on the PATH. 1>&2
    exit /b 1
)
echo nunchi: building (the first time takes a few minutes) 1>&2
if not exist "%TARGET%" mkdir "%TARGET%"
call mvn -B -f "%ROOT%pom.xml" -pl app -am -Dmaven.test.skip=true -Dspotless.check.skip=true package >"%TARGET%\build.log" 2>&1
if errorlevel 1 (
    echo nunchi: the build failed; see %TARGET%\build.log 1>&2
    exit /b 1
)
echo built>"%TARGET%\nunchi.stamp"
:run
set ORT_DISABLE_TELEMETRY=1
set "NATIVES=%TARGET%\natives"
set "STATE=%LOCALAPPDATA%\Nunchi\state"
if defined NUNCHI_HOME set "STATE=%NUNCHI_HOME%\state"
"%JAVA_HOME%\bin\java" --module-path "%TARGET%\fx" --add-modules javafx.controls -cp "%TARGET%\lib\*" @"%ROOT%packaging\jvm.options" "-DRUST_LIBRARY_PATH=%NATIVES%\tokenizers.dll" "-Donnxruntime.native.path=%NATIVES%" "-Djna.boot.library.path=%NATIVES%" -Djna.nounpack=true "-Dorg.sqlite.lib.path=%NATIVES%" -Dorg.sqlite.lib.name=sqlitejdbc.dll "-Dnunchi.assets=%ROOT%assets" "-XX:ErrorFile=%STATE%\hs_err_pid%%p.log" dev.nunchi.app.Launcher %*
