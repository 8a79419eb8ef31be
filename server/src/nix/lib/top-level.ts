const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Builtins that lib has at its top level. */
export const TOP_BUILTINS = words(`
  add addDrvOutputDependencies addErrorContext all any appendContext attrNames attrValues baseNameOf bitAnd bitOr bitXor catAttrs
  ceil compareVersions concatLists concatMap concatStringsSep convertHash deepSeq dirOf div elem elemAt filter filterSource
  flakeRefToString floor fromJSON fromTOML genList genericClosure getAttr getContext groupBy hasAttr hasContext hashFile
  hashString head intersectAttrs isAttrs isBool isFloat isInt isList isPath isString length lessThan listToAttrs map mapAttrs match mul
  parseDrvName parseFlakeRef partition pathExists placeholder readDir readFile readFileType removeAttrs replaceStrings
  seq sort split splitVersion stringLength sub substring tail toFile toJSON toString toXML trace tryEval typeOf
  unsafeDiscardOutputDependency unsafeDiscardStringContext unsafeGetAttrPos zipAttrsWith`);

/** Builtins that a group of lib has under the same name. */
export const GROUP_BUILTINS: Readonly<Record<string, readonly string[]>> = {
  attrsets: words(`attrNames attrValues catAttrs getAttr hasAttr intersectAttrs isAttrs listToAttrs mapAttrs removeAttrs
    zipAttrsWith`),
  debug: words('addErrorContext trace unsafeGetAttrPos'),
  derivations: words('addDrvOutputDependencies unsafeDiscardOutputDependency'),
  filesystem: words('baseNameOf dirOf hashFile isPath readDir readFileType'),
  flakes: words('flakeRefToString parseFlakeRef'),
  lists: words(
    'all any concatLists concatMap elem elemAt filter genList groupBy head isList length map partition sort tail',
  ),
  sources: words('filterSource'),
  strings:
    words(`appendContext compareVersions concatStringsSep elem elemAt filter fromJSON genList head isAttrs isInt isList isPath
    isString match parseDrvName readFile replaceStrings split storeDir stringLength substring tail toJSON typeOf
    unsafeDiscardStringContext`),
  trivial:
    words(`add bitAnd bitOr bitXor ceil deepSeq div floor genericClosure isBool isFloat isInt lessThan mul pathExists readFile
    seq sub`),
  versions: words('compareVersions splitVersion'),
};

/** Members of groups that lib has at its top level as well (nixpkgs lib/default.nix). */
export const TOP_LEVEL: Readonly<Record<string, readonly string[]>> = {
  trivial: words(`id const pipe concat or and xor bitNot boolToString boolToYesNo mergeAttrs flip defaultTo mapNullable
    inNixShell inPureEvalMode min max importJSON importTOML warn warnIf warnIfNot throwIf throwIfNot checkListOfEnum info showWarnings
    nixpkgsVersion version isInOldestRelease oldestSupportedReleaseIsAtLeast mod compare splitByAndCompare functionArgs
    setFunctionArgs isFunction toFunction mirrorFunctionArgs fromHexString toHexString toBaseDigits`),
  fixedPoints: words(`fix fix' converge extends composeExtensions composeManyExtensions makeExtensible
    makeExtensibleWithCustomName toExtension`),
  attrsets:
    words(`attrByPath hasAttrByPath setAttrByPath getAttrFromPath attrVals getAttrs filterAttrs filterAttrsRecursive
    foldlAttrs foldAttrs collect nameValuePair mapAttrs' mapAttrsToList attrsToList concatMapAttrs mapAttrsRecursive
    mapAttrsRecursiveCond mapAttrsToListRecursive mapAttrsToListRecursiveCond genAttrs genAttrs' isDerivation toDerivation
    optionalAttrs zipAttrsWithNames zipAttrs recursiveUpdateUntil recursiveUpdate matchAttrs mergeAttrsList overrideExisting
    showAttrPath getOutput getFirstOutput getBin getLib getStatic getDev getInclude getMan chooseDevOutputs recurseIntoAttrs
    dontRecurseIntoAttrs cartesianProduct mapCartesianProduct updateManyAttrsByPath`),
  lists:
    words(`singleton forEach foldr fold foldl foldl' imap0 imap1 ifilter0 flatten remove findSingle findFirst count optional
    optionals toList range replicate zipListsWith zipLists reverseList listDfs toposort sortOn naturalSort compareLists take takeEnd
    drop dropEnd sublist last init crossLists unique uniqueStrings allUnique intersectLists subtractLists mutuallyExclusive groupBy'
    concatAttrValues replaceElemAt`),
  strings: words(`concatStrings concatMapStrings concatImapStrings replaceString intersperse concatMapStringsSep
    concatMapAttrsStringSep concatImapStringsSep concatLines makeSearchPath makeSearchPathOutput makeLibraryPath makeIncludePath
    makeBinPath optionalString hasInfix hasPrefix hasSuffix join stringToCharacters stringAsChars escape escapeShellArg
    escapeShellArgs isStorePath isStringLike isValidPosixName toShellVar toShellVars trim trimWith escapeRegex escapeURL escapeXML
    lowerChars upperChars toLower toUpper toCamelCase toSentenceCase addContextFrom splitString splitStringBy removePrefix
    removeSuffix versionOlder versionAtLeast getName getVersion cmakeOptionType cmakeBool cmakeFeature mesonOption mesonBool
    mesonEnable nameFromURL enableFeature enableFeatureAs withFeature withFeatureAs fixedWidthString fixedWidthNumber toInt
    toIntBase10 fileContents`),
  stringsWithDeps: words('textClosureList textClosureMap noDepEntry fullDepEntry packEntry stringAfter'),
  customisation:
    words(`overrideDerivation makeOverridable callPackageWith callPackagesWith extendDerivation hydraJob makeScope
    makeScopeWithSplicing makeScopeWithSplicing' extendMkDerivation renameCrossIndexFrom renameCrossIndexTo mapCrossIndex`),
  derivations: words('lazyDerivation optionalDrvAttr warnOnInstantiate'),
  generators: words('mkLuaInline'),
  meta: words(`addMetaAttrs dontDistribute setName updateName appendToName mapDerivationAttrset setPrio lowPrio lowPrioSet hiPrio
    hiPrioSet getLicenseFromSpdxId getLicenseFromSpdxIdOr getExe getExe'`),
  filesystem: words('pathType pathIsDirectory pathIsRegularFile packagesFromDirectoryRecursive'),
  sources: words(`cleanSourceFilter cleanSource sourceByRegex sourceFilesBySuffices commitIdFromGitRepo cleanSourceWith
    pathHasContext canCleanSource pathIsGitRepo revOrTag repoRevToName`),
  asserts: words('assertMsg assertOneOf'),
  debug:
    words(`traceIf traceVal traceValFn traceSeq traceSeqN traceValSeq traceValSeqFn traceValSeqN traceValSeqNFn traceFnSeqN
    runTests testAllTrue`),
  misc: words(`maybeEnv defaultMergeArg defaultMerge maybeAttrNullable maybeAttr ifEnable checkFlag uniqList uniqListExt condConcat
    innerModifySumArgs modifySumArgs closePropagation nvs setAttr setAttrMerge mergeAttrsWithFunc mergeAttrsConcatenateValues fakeHash
    fakeSha256 fakeSha512 nixType imap`),
};
